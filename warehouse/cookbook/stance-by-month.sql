-- How did stances on an issue move, month by month?
-- For a chart: one row per actor and month in which it spoke; mean_score from -1 (firmly against) to 1 (firmly for). Copies of an utterance count once.
-- Counts alone: SELECT * FROM stance_by_month('ceasefire');
WITH asked AS (SELECT 'ceasefire' AS issue), uttered AS (
  SELECT actor, date_trunc('month', min(said_on)) AS month, avg(score) AS score
  FROM asked, claims
  WHERE claims.issue = asked.issue AND superseded_at IS NULL AND said_on IS NOT NULL
  GROUP BY actor, utterance_id
)
SELECT actor, CAST(month AS DATE) AS month, count(*) AS n_utterances, count(*) FILTER (score > 0) AS n_support, count(*) FILTER (score < 0) AS n_oppose,
       count(*) FILTER (score = 0) AS n_neutral, round(avg(score), 2) AS mean_score
FROM uttered GROUP BY actor, month ORDER BY actor, month;
