-- How long is it from saying to our knowing?
-- Hours from the words of the period to the moment they entered the warehouse, per outlet, for words known to the instant. A baseline that was loaded at once shows
-- long delays: look at articles published after the first run only (known_since).
WITH asked AS (SELECT DATE '2025-01-01' AS from_day, DATE '2026-01-01' AS to_day), known_since AS (SELECT min(started_at) AS first_run FROM runs)
SELECT c.outlet, count(*) AS n_claims, round(quantile_cont(date_diff('minute', c.said_at, v.loaded_at) / 60, 0.5), 1) AS median_hours,
       round(quantile_cont(date_diff('minute', c.said_at, v.loaded_at) / 60, 0.9), 1) AS p90_hours
FROM asked, known_since k, claims c JOIN versions v USING (version_id)
WHERE c.superseded_at IS NULL AND c.said_precision = 'instant' AND c.said_at >= k.first_run
  AND c.said_on >= asked.from_day AND c.said_on < asked.to_day
GROUP BY c.outlet ORDER BY median_hours, c.outlet;
