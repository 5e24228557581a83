-- $now: how often each outlet has something new: gaps between the days or instants of its articles' publication (else their first reading), newest last.
-- Gaps are in seconds and rest on the articles of the last 90 days before its newest; articles of one moment count once.
WITH told AS (
  SELECT DISTINCT v.outlet, least(min(coalesce(v.published_at, v.published_on::TIMESTAMPTZ, a.first_seen)), min(a.first_seen)) AS "at"
  FROM versions v JOIN articles a USING (article_id) GROUP BY v.outlet, v.article_id
), lately AS (
  SELECT outlet, "at", max("at") OVER (PARTITION BY outlet) AS last_at FROM told WHERE "at" <= $now
), gaps AS (
  SELECT outlet, last_at, epoch("at") - epoch(lag("at") OVER (PARTITION BY outlet ORDER BY "at")) AS gap FROM lately WHERE "at" > last_at - INTERVAL 90 DAY
)
SELECT outlet, any_value(last_at) AS last_new, count(gap) AS n_gaps, median(gap) AS median_gap, quantile_cont(gap, 0.99) AS long_gap
FROM gaps GROUP BY outlet ORDER BY outlet;
