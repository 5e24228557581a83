-- incoming: pairs (actor, issue); $known_at: their dated claims that were live then, with the utterance that each belongs to as the warehouse groups
-- them now, or null for a pair with other claims since: then they were grouped otherwise. said_at is in microseconds since 1970.
WITH said AS MATERIALIZED (
  SELECT claim_id, article_id, actor, issue, speaker, stance, strength, conditional, basis, quote, epoch_us(said_at) AS said_at, confidence, announced,
         outlet, utterance_id, coded_at <= $known_at AS known, utterance_id IS NULL OR coded_at > $known_at OR superseded_at IS NOT NULL AS moved
  FROM claims JOIN incoming USING (actor, issue)
  WHERE said_at IS NOT NULL AND (superseded_at IS NULL OR superseded_at > $known_at)
), pair AS (
  SELECT actor, issue FROM said GROUP BY actor, issue HAVING bool_or(moved)
)
SELECT c.claim_id, c.article_id, c.actor, c.speaker, c.issue, c.stance, c.strength, c.conditional, c.basis, c.quote, c.said_at, c.confidence, c.announced,
       c.outlet, coalesce(o.speaks_for = c.actor, false) AS own, CASE WHEN p.actor IS NULL THEN c.utterance_id END AS utterance_id
FROM said c LEFT JOIN pair p ON p.actor = c.actor AND p.issue = c.issue LEFT JOIN outlets o ON o.name = c.outlet
WHERE c.known ORDER BY c.actor, c.issue, c.said_at, c.claim_id;
