-- $said_by, $known_by: where everybody stood.
SELECT actor, speaker, issue, stance, score, probability, n_claims, n_utterances, first_said, last_said
FROM positions_as_of($said_by, $known_by) ORDER BY actor, issue, speaker NULLS FIRST;
