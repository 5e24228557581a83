-- $said_by, $known_by: where every actor stood, and those of its speakers who stood elsewhere.
WITH place AS (SELECT * FROM positions_as_of($said_by, $known_by)), whole AS (SELECT actor, issue, stance FROM place WHERE speaker IS NULL)
SELECT p.actor, p.speaker, p.issue, p.stance, p.score, p.probability, p.n_claims, p.n_utterances, p.first_said, p.last_said
FROM place p LEFT JOIN whole w ON w.actor = p.actor AND w.issue = p.issue
WHERE p.speaker IS NULL OR p.stance <> w.stance ORDER BY p.actor, p.issue, p.speaker NULLS FIRST;
