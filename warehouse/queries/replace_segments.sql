-- pairs: the pairs that were inferred; incoming: all their positions, by name; standing: speakers (actor, issue, speaker) of them for whom
-- nothing is new; $at. Those that no longer hold are closed, new ones added.
UPDATE position_segments s SET known_to = $at
FROM (
  SELECT actor, speaker, issue, said_from, said_to, stance, score, probability, n_claims, n_utterances, first_said, last_said
  FROM position_segments JOIN pairs USING (actor, issue) ANTI JOIN standing USING (actor, issue, speaker) WHERE known_to IS NULL
  EXCEPT
  SELECT actor, speaker, issue, said_from, said_to, stance, score, probability, n_claims, n_utterances, first_said, last_said FROM incoming
) gone
WHERE s.known_to IS NULL AND s.actor = gone.actor AND s.issue = gone.issue
  AND s.speaker IS NOT DISTINCT FROM gone.speaker AND s.said_from = gone.said_from;
INSERT INTO position_segments BY NAME
SELECT *, $at AS known_from, NULL::TIMESTAMPTZ AS known_to FROM (
  SELECT actor, speaker, issue, said_from, said_to, stance, score, probability, n_claims, n_utterances, first_said, last_said FROM incoming
  EXCEPT
  SELECT actor, speaker, issue, said_from, said_to, stance, score, probability, n_claims, n_utterances, first_said, last_said
  FROM position_segments JOIN pairs USING (actor, issue) ANTI JOIN standing USING (actor, issue, speaker) WHERE known_to IS NULL
);
