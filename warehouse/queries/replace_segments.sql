-- pairs: the pairs that were inferred; incoming: all their positions, by name, one for each moment of an actor or speaker; standing: speakers
-- (actor, issue, speaker) of them for whom nothing is new; $at. Those that no longer hold are closed; what then is not there is added.
UPDATE position_segments s SET known_to = $at
FROM (
  SELECT * FROM position_segments JOIN pairs USING (actor, issue) ANTI JOIN standing USING (actor, issue, speaker) WHERE known_to IS NULL
) held
LEFT JOIN incoming i ON i.actor = held.actor AND i.issue = held.issue AND i.speaker IS NOT DISTINCT FROM held.speaker AND i.said_from = held.said_from
WHERE s.known_to IS NULL AND s.actor = held.actor AND s.issue = held.issue
  AND s.speaker IS NOT DISTINCT FROM held.speaker AND s.said_from = held.said_from
  AND (i.said_to, i.stance, i.score, i.probability, i.n_claims, i.n_utterances, i.first_said, i.last_said)
    IS DISTINCT FROM (held.said_to, held.stance, held.score, held.probability, held.n_claims, held.n_utterances, held.first_said, held.last_said);
INSERT INTO position_segments BY NAME
SELECT i.*, $at AS known_from, NULL::TIMESTAMPTZ AS known_to
FROM incoming i ANTI JOIN (SELECT actor, issue, speaker, said_from FROM position_segments WHERE known_to IS NULL) s
  ON s.actor = i.actor AND s.issue = i.issue AND s.speaker IS NOT DISTINCT FROM i.speaker AND s.said_from = i.said_from;
