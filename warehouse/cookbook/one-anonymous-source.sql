-- Which claims rest on one anonymous source?
-- Stances of an actor for which there is nothing but unnamed sources in a single outlet: no other utterance of that actor takes this side of the issue.
-- Such a claim is a lead, not a finding.
WITH sides AS (
  SELECT actor, issue, stance FROM claims
  WHERE superseded_at IS NULL
  GROUP BY actor, issue, stance
  HAVING bool_and(basis = 'anonymous') AND count(DISTINCT outlet) = 1 AND count(DISTINCT coalesce(utterance_id, claim_id)) = 1
)
SELECT c.actor, c.issue, c.stance, c.said_on, c.outlet, c.quote, c.url
FROM claims c SEMI JOIN sides s ON c.actor = s.actor AND c.issue = s.issue AND c.stance = s.stance
WHERE c.superseded_at IS NULL
ORDER BY c.said_at DESC NULLS LAST, c.actor, c.issue, c.claim_id
LIMIT 500;
