-- Live, dated claims for or against, in the order of saying, each with what a PLOVER record tells.
SELECT c.claim_id, c.said_on, CASE WHEN c.said_precision = 'instant' THEN c.said_at END AS said_at, c.actor, coalesce(a.name, c.actor) AS actor_name, c.speaker,
       c.issue, i.proposition, c.stance, c.strength, c.score, c.conditional, c.hedged, c.directness, c.basis, c.cue, c.quote, c.quote_start, c.quote_end,
       c.coder, c.coded_at, c.confidence, c.utterance_id, c.outlet, c.url, v.title, v.language
FROM claims c JOIN versions v USING (version_id) LEFT JOIN actors a ON a.id = c.actor LEFT JOIN issues i ON i.id = c.issue
WHERE c.superseded_at IS NULL AND c.said_on IS NOT NULL AND c.stance IN ('support', 'oppose')
ORDER BY c.said_at, c.claim_id;
