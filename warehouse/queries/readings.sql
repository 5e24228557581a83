-- The machine's last reading of all words that it reads still, or that people reviewed: first those behind standing shifts from one stance to another, the
-- most probable first, then the least sure. shift is the probability of the shift, or null. $around: characters of text on each side; $unseen_by: a coder,
-- without what he reviewed; $reviewed: only what anybody reviewed; $most: how many.
WITH judged AS (
  SELECT version_id, actor, issue, quote_start, quote_end, bool_or(coder IS NOT DISTINCT FROM $unseen_by) AS seen FROM reviews GROUP BY ALL
), machine AS (
  SELECT c.claim_id, c.version_id, c.actor, c.issue, c.quote_start, c.quote_end, c.confidence, c.coded_at
  FROM claims c LEFT JOIN judged j USING (version_id, actor, issue, quote_start, quote_end)
  WHERE NOT starts_with(c.coder, 'human:') AND (c.superseded_at IS NULL OR j.seen IS NOT NULL) AND NOT coalesce(j.seen, false) AND (NOT $reviewed OR j.seen IS NOT NULL)
), behind AS (
  SELECT c.version_id, c.actor, c.issue, c.quote_start, c.quote_end, max(s.probability) AS shift
  FROM (SELECT probability, unnest(before_claims || after_claims) AS claim_id FROM shifts WHERE withdrawn_at IS NULL AND from_stance IS NOT NULL) s
  JOIN claims c USING (claim_id)
  GROUP BY ALL
), chosen AS (
  SELECT m.claim_id, b.shift
  FROM machine m JOIN (SELECT version_id FROM versions WHERE replaced_by IS NULL) v USING (version_id)
  LEFT JOIN behind b USING (version_id, actor, issue, quote_start, quote_end)
  WHERE NOT EXISTS (  -- of several readings of the same words the last
    SELECT 1 FROM machine o
    WHERE o.version_id = m.version_id AND o.actor = m.actor AND o.issue = m.issue AND o.quote_start = m.quote_start AND o.quote_end = m.quote_end
      AND (o.coded_at, o.confidence, o.claim_id) > (m.coded_at, m.confidence, m.claim_id))
  ORDER BY b.shift DESC NULLS LAST, m.confidence, m.claim_id LIMIT $most
)
SELECT c.claim_id, c.version_id, c.actor, c.issue, c.quote_start, c.quote_end, c.quote, c.stance, c.strength, c.speaker, c.basis, c.confidence, c.coder,
       coalesce(a.name, c.actor) AS actor_name, coalesce(i.proposition, c.issue) AS proposition, c.outlet, coalesce(v.published_on, c.said_on) AS published,
       v.title, chosen.shift,
       substr(v.text, greatest(c.quote_start - $around, 0) + 1, c.quote_start - greatest(c.quote_start - $around, 0)) AS before,
       substr(v.text, c.quote_end + 1, $around) AS after
FROM chosen JOIN claims c USING (claim_id) JOIN versions v USING (version_id) LEFT JOIN actors a ON a.id = c.actor LEFT JOIN issues i ON i.id = c.issue
ORDER BY chosen.shift DESC NULLS LAST, c.confidence, c.claim_id;
