-- Who has fallen silent?
-- Actors and issues without a new word for so many days before the newest word of anybody; null last_said: never a word. Silence is no change of
-- position, but what stands on old words should be read so.
WITH asked AS (SELECT 90 AS days), newest AS (SELECT max(said_on) AS day FROM claims WHERE superseded_at IS NULL), heard AS (
  SELECT actor, issue, max(said_on) AS last_said, count(DISTINCT said_on) AS n_days
  FROM claims WHERE superseded_at IS NULL AND said_on IS NOT NULL GROUP BY actor, issue
)
SELECT a.id AS actor, i.id AS issue, h.last_said, newest.day - h.last_said AS days_silent, coalesce(h.n_days, 0) AS n_days_heard
FROM asked, newest, actors a CROSS JOIN issues i LEFT JOIN heard h ON h.actor = a.id AND h.issue = i.id
WHERE h.last_said IS NULL OR newest.day - h.last_said >= asked.days
ORDER BY h.last_said NULLS LAST, a.id, i.id;
