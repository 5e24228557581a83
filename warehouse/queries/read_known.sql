-- $start (null: from the beginning), $until, $actor and $issue (null: all): how many articles and whose claims were live at $known_at, and who coded them.
WITH live AS (
  SELECT version_id, said_at, coder FROM claims
  WHERE coded_at <= $known_at AND (superseded_at IS NULL OR superseded_at > $known_at)
    AND ($actor IS NULL OR actor = $actor) AND ($issue IS NULL OR issue = $issue)
), within AS (
  SELECT DISTINCT version_id FROM live WHERE said_at < $until AND ($start IS NULL OR said_at >= $start)
)
SELECT (SELECT count(DISTINCT article_id) FROM versions WHERE version_id IN (SELECT version_id FROM within)) AS n_articles,
       count(*) FILTER (said_at IS NULL) AS n_undated, coalesce(list_sort(list(DISTINCT coder)), []) AS coders
FROM live;
