-- How each outlet answered lately: failures since the last answer of any kind, and until when it asked to be left alone.
WITH answered AS (
  SELECT outlet, max(started_at) AS "at" FROM fetches WHERE decision NOT IN ('failed', 'rate-limited', 'robots') GROUP BY outlet
)
SELECT f.outlet, count(*) FILTER (f.decision = 'failed' AND coalesce(f.status, 500) >= 500 AND (a."at" IS NULL OR f.started_at > a."at")) AS n_failed,
       max(f.started_at) FILTER (f.decision = 'failed') AS last_at, max(f.retry_at) AS retry_at, arg_max(f.error, f.started_at) FILTER (f.decision = 'failed') AS error
FROM fetches f LEFT JOIN answered a USING (outlet) GROUP BY f.outlet;
