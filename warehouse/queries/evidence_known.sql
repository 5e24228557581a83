-- incoming: pairs (actor, issue); $known_at: their dated claims that were live then, with the utterance that each belongs to as the warehouse groups
-- them now, and whether the pair has other claims since (moved: then they were grouped otherwise).
WITH pair AS (
  SELECT actor, issue, bool_or(c.utterance_id IS NULL OR c.coded_at > $known_at OR c.superseded_at IS NOT NULL) AS moved
  FROM claims c JOIN incoming USING (actor, issue)
  WHERE c.said_at IS NOT NULL AND (c.superseded_at IS NULL OR c.superseded_at > $known_at) GROUP BY actor, issue
)
SELECT c.claim_id, v.article_id, c.actor, c.speaker, c.issue, c.stance, c.strength, c.conditional, c.basis, c.quote, c.said_at, c.confidence, c.announced,
       c.outlet, coalesce(o.speaks_for = c.actor, false) AS own, CASE WHEN NOT p.moved THEN c.utterance_id END AS utterance_id
FROM claims c JOIN pair p USING (actor, issue) JOIN versions v USING (version_id) LEFT JOIN outlets o ON o.name = c.outlet
WHERE c.said_at IS NOT NULL AND c.coded_at <= $known_at AND (c.superseded_at IS NULL OR c.superseded_at > $known_at)
ORDER BY c.actor, c.issue, c.said_at, c.claim_id;
