-- Which outlets failed, and when?
-- Per outlet and week: fetches tried, those without a usable answer, and documents that could not be read. A week with failures is a week in which
-- silence means nothing.
WITH tried AS (
  SELECT outlet, date_trunc('week', timezone('UTC', started_at)) AS week, count(*) AS n_fetches,
         count(*) FILTER (decision IN ('failed', 'blocked', 'rate-limited')) AS n_unanswered
  FROM fetches GROUP BY ALL
), failed AS (
  SELECT outlet, date_trunc('week', timezone('UTC', "at")) AS week, count(*) AS n_failures, mode(stage) AS stage, any_value(reason ORDER BY "at" DESC) AS last_reason
  FROM failures GROUP BY ALL
)
SELECT outlet, CAST(week AS DATE) AS week, coalesce(n_fetches, 0) AS n_fetches, coalesce(n_unanswered, 0) AS n_unanswered,
       coalesce(n_failures, 0) AS n_failures, stage, last_reason
FROM tried FULL JOIN failed USING (outlet, week)
WHERE n_unanswered > 0 OR n_failures > 0
ORDER BY week DESC, outlet;
