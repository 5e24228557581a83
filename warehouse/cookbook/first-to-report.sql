-- Which outlets are first to report?
-- Of the utterances of the period that two or more outlets printed with an instant of publication: how many this outlet had first, and by how many hours it
-- followed the first where it did not. Outlets that give a day only are not judged.
WITH asked AS (SELECT DATE '2025-01-01' AS from_day, DATE '2026-01-01' AS to_day), printed AS (
  SELECT utterance_id, outlet, min(published_at) AS printed_at
  FROM asked, claims
  WHERE superseded_at IS NULL AND utterance_id IS NOT NULL AND published_at IS NOT NULL AND said_on >= from_day AND said_on < to_day
  GROUP BY utterance_id, outlet
), ranked AS (
  SELECT outlet, printed_at, min(printed_at) OVER (PARTITION BY utterance_id) AS first_at, count(*) OVER (PARTITION BY utterance_id) AS n FROM printed
)
SELECT outlet, count(*) AS n_shared, count(*) FILTER (printed_at = first_at) AS n_first, round(count(*) FILTER (printed_at = first_at) / count(*), 2) AS share_first,
       round(median(date_diff('minute', first_at, printed_at)) FILTER (printed_at > first_at) / 60, 1) AS median_hours_behind
FROM ranked WHERE n > 1
GROUP BY outlet ORDER BY share_first DESC, n_shared DESC, outlet;
