-- How many copies does a story have?
-- Texts that outlets share (story_id): how many articles, in which outlets, who had it first. Positions count such words once, whatever n_articles says.
SELECT n_articles, n_outlets, outlets, first_on, last_on, title, story_id
FROM (
  SELECT story_id, count(DISTINCT article_id) AS n_articles, count(DISTINCT outlet) AS n_outlets, list_sort(list(DISTINCT outlet)) AS outlets,
         min(published_on) AS first_on, max(published_on) AS last_on, arg_min(title, coalesce(published_at, fetched_at)) AS title
  FROM versions WHERE story_id IS NOT NULL AND replaced_by IS NULL
  GROUP BY story_id HAVING count(DISTINCT article_id) > 1
)
ORDER BY n_articles DESC, first_on, story_id
LIMIT 100;
