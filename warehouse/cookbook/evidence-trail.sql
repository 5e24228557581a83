-- On which words does a change rest?
-- The latest change of an actor on an issue with the quotes before and after, the best first on each side.
-- For any other: SELECT * FROM evidence_of('the shift_id');
WITH asked AS (SELECT 'united-states' AS actor, 'ceasefire' AS issue), changed AS (
  SELECT s.* FROM asked, shifts s
  WHERE s.actor = asked.actor AND s.issue = asked.issue AND s.speaker IS NULL AND s.withdrawn_at IS NULL AND s.from_stance IS NOT NULL
  ORDER BY s.latest DESC, s.shift_id LIMIT 1
), sides AS (
  SELECT shift_id, kind, from_stance, to_stance, 1 AS part, unnest(before_claims) AS claim_id, generate_subscripts(before_claims, 1) AS place FROM changed
  UNION ALL
  SELECT shift_id, kind, from_stance, to_stance, 2, unnest(after_claims), generate_subscripts(after_claims, 1) FROM changed
)
SELECT kind, from_stance, to_stance, CASE part WHEN 1 THEN 'before' ELSE 'after' END AS side, place, c.said_on, c.speaker, c.stance, c.quote, c.outlet, c.url
FROM sides JOIN claims c USING (claim_id)
ORDER BY part, place;
