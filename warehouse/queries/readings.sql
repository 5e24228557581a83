-- The machine's last reading of all words that it reads still, or that people reviewed: first those behind standing shifts from one stance to another, the most
-- probable first, then the least sure. shift is the probability of the shift, or null. $around: characters of text on each side; $unseen_by: a coder, without what he
-- reviewed; $reviewed: only what anybody reviewed; $most: how many.
WITH word AS (
  SELECT *, starts_with(coder, 'human:') AS human, row(version_id, actor, issue, quote_start, quote_end) AS place FROM claims
), reviewed AS (
  SELECT DISTINCT row(version_id, actor, issue, quote_start, quote_end) AS place FROM reviews
), machine AS (
  SELECT * FROM word WHERE NOT human AND (superseded_at IS NULL OR place IN (SELECT place FROM reviewed))
  QUALIFY row_number() OVER (PARTITION BY place ORDER BY coded_at DESC, confidence DESC, claim_id) = 1
), behind AS (
  SELECT w.place, max(s.probability) AS shift
  FROM (SELECT probability, unnest(before_claims || after_claims) AS claim_id FROM shifts WHERE withdrawn_at IS NULL AND from_stance IS NOT NULL) s JOIN word w USING (claim_id)
  GROUP BY w.place
)
SELECT m.claim_id, m.version_id, m.actor, m.issue, m.quote_start, m.quote_end, m.quote, m.stance, m.strength, m.speaker, m.basis, m.confidence, m.coder,
       coalesce(a.name, m.actor) AS actor_name, coalesce(i.proposition, m.issue) AS proposition, m.outlet, coalesce(v.published_on, m.said_on) AS published,
       v.title, b.shift,
       substr(v.text, greatest(m.quote_start - $around, 0) + 1, m.quote_start - greatest(m.quote_start - $around, 0)) AS before,
       substr(v.text, m.quote_end + 1, $around) AS after
FROM machine m JOIN versions v USING (version_id) LEFT JOIN behind b USING (place) LEFT JOIN actors a ON a.id = m.actor LEFT JOIN issues i ON i.id = m.issue
WHERE v.replaced_by IS NULL AND (NOT $reviewed OR m.place IN (SELECT place FROM reviewed))
  AND m.place NOT IN (SELECT row(version_id, actor, issue, quote_start, quote_end) FROM reviews WHERE coder = $unseen_by)
ORDER BY b.shift DESC NULLS LAST, m.confidence, m.claim_id LIMIT $most;
