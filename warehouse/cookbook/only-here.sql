-- What does each outlet report that no other does?
-- Utterances that only this outlet printed, of all that it printed in the period. A high share is exclusive access, or other outlets that are not
-- monitored, or failed that week (see failures-by-week). Official outlets (speaks_for) print their own words first and often alone.
WITH asked AS (SELECT DATE '2025-01-01' AS from_day, DATE '2026-01-01' AS to_day), printed AS (
  SELECT utterance_id, min(outlet) AS outlet, min(outlet) = max(outlet) AS is_alone, list(DISTINCT outlet) AS outlets
  FROM asked, claims
  WHERE superseded_at IS NULL AND utterance_id IS NOT NULL AND said_on >= from_day AND said_on < to_day
  GROUP BY utterance_id
), by_outlet AS (
  SELECT unnest(outlets) AS outlet, is_alone FROM printed
)
SELECT b.outlet, any_value(o.speaks_for) AS speaks_for, count(*) AS n_utterances, count(*) FILTER (is_alone) AS n_alone,
       round(count(*) FILTER (is_alone) / count(*), 2) AS share_alone
FROM by_outlet b LEFT JOIN outlets o ON o.name = b.outlet
GROUP BY b.outlet ORDER BY share_alone DESC, n_utterances DESC, b.outlet;
