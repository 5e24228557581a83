-- What did a new coder change?
-- The last coder of each article against the one before, by actor and issue of every article: the same side, turned, lost or gained.
-- None of it is a change of anybody's mind. Look at 'turned' first.
WITH coded AS (
  SELECT version_id, coder, coded_at, lead(coder) OVER newest AS before_coder
  FROM codings WHERE outcome = 'coded'
  WINDOW newest AS (PARTITION BY version_id ORDER BY coded_at DESC, coder DESC)
  QUALIFY row_number() OVER newest = 1
), recoded AS (
  SELECT * FROM coded WHERE before_coder IS NOT NULL
), sides AS (
  SELECT r.before_coder, r.coder, c.version_id, c.actor, c.issue,
         any_value(c.stance ORDER BY c.claim_id) FILTER (c.coder = r.before_coder) AS before_stance,
         any_value(c.stance ORDER BY c.claim_id) FILTER (c.coder = r.coder) AS after_stance
  FROM recoded r JOIN claims c ON c.version_id = r.version_id AND c.coder IN (r.coder, r.before_coder)
  GROUP BY ALL
)
SELECT before_coder, coder,
       CASE WHEN before_stance IS NULL THEN 'gained' WHEN after_stance IS NULL THEN 'lost' WHEN before_stance = after_stance THEN 'same' ELSE 'turned' END AS outcome,
       count(*) AS n
FROM sides GROUP BY ALL ORDER BY before_coder, coder, outcome;
