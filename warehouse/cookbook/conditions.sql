-- Which conditions are attached to a position?
-- Words with a condition, the newest first, one article for each utterance: read the quote for the condition itself.
WITH asked AS (SELECT 'ceasefire' AS issue)
SELECT c.actor, c.speaker, c.said_on, c.stance, c.strength, c.quote, c.outlet, c.url
FROM asked, claims c
WHERE c.superseded_at IS NULL AND c.issue = asked.issue AND c.conditional
QUALIFY row_number() OVER (PARTITION BY coalesce(c.utterance_id, c.claim_id) ORDER BY c.confidence DESC, c.published_at, c.claim_id) = 1
ORDER BY c.said_at DESC NULLS LAST, c.actor, c.claim_id
LIMIT 200;
