-- incoming: the pairs (actor, issue) to infer. Live, dated claims of those pairs, in the order in which they were said; human: a person's, whose
-- confidence is his own.
SELECT c.claim_id, c.article_id, c.actor, c.speaker, c.issue, c.stance, c.strength, c.conditional, c.basis, c.quote,
       c.said_at, c.confidence, c.announced, c.outlet,
       coalesce(o.speaks_for = c.actor, false) AS own, starts_with(c.coder, 'human:') AS human, c.utterance_id
FROM claims c LEFT JOIN outlets o ON o.name = c.outlet JOIN incoming i ON i.actor = c.actor AND i.issue = c.issue
WHERE c.superseded_at IS NULL AND c.said_at IS NOT NULL
ORDER BY c.actor, c.issue, c.said_at, c.claim_id;
