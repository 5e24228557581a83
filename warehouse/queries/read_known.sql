-- $start (null: from the beginning), $until, $actor and $issue (null: all): how many articles and whose claims were live at $known_at, and who coded them.
SELECT count(DISTINCT v.article_id) FILTER (said_at < $until AND ($start IS NULL OR said_at >= $start)) AS n_articles,
       count(*) FILTER (said_at IS NULL) AS n_undated, coalesce(list_sort(list(DISTINCT c.coder)), []) AS coders
FROM claims c JOIN versions v USING (version_id)
WHERE coded_at <= $known_at AND (superseded_at IS NULL OR superseded_at > $known_at)
  AND ($actor IS NULL OR c.actor = $actor) AND ($issue IS NULL OR c.issue = $issue);
