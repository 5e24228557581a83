-- incoming: version_id, actor, issue, quote_start, quote_end: words that people reviewed; with claim_id, stance, strength, score, confidence, coder of what
-- they hold, and whether they merely confirm; without, where they reject. $at. Every other live claim of these words is superseded, a human one stands.
UPDATE claims SET superseded_at = $at FROM incoming i
WHERE claims.superseded_at IS NULL AND claims.version_id = i.version_id AND claims.actor = i.actor AND claims.issue = i.issue
  AND claims.quote_start = i.quote_start AND claims.quote_end = i.quote_end AND claims.claim_id IS DISTINCT FROM i.claim_id;
INSERT INTO claims BY NAME
SELECT m.* REPLACE (i.claim_id AS claim_id, i.stance AS stance, i.strength AS strength, i.score AS score, i.coder AS coder, $at AS coded_at,
  CASE WHEN i.confirmed THEN greatest(m.confidence, i.confidence) ELSE i.confidence END AS confidence,
  CAST(NULL AS TIMESTAMPTZ) AS superseded_at, CAST(NULL AS TEXT) AS utterance_id)
FROM (SELECT * FROM incoming WHERE claim_id NOT IN (SELECT claim_id FROM claims)) i
JOIN (SELECT * FROM claims SEMI JOIN incoming USING (version_id, actor, issue, quote_start, quote_end) WHERE NOT starts_with(coder, 'human:')
      QUALIFY row_number() OVER (PARTITION BY version_id, actor, issue, quote_start, quote_end ORDER BY coded_at DESC, confidence DESC, claim_id) = 1) m
  ON m.version_id = i.version_id AND m.actor = i.actor AND m.issue = i.issue AND m.quote_start = i.quote_start AND m.quote_end = i.quote_end;
