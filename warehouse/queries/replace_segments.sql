-- pairs: the pairs that were inferred; incoming: all their positions, by name, one for each moment of an actor or speaker; standing: speakers
-- (actor, issue, speaker) of them for whom nothing is new; $at. Those that no longer hold are closed; what then is not there is added.
CREATE OR REPLACE TEMP TABLE moved_segments AS
SELECT i.*, coalesce(i.actor, held.actor) AS of_actor, coalesce(i.issue, held.issue) AS of_issue, coalesce(i.speaker, held.speaker) AS of_speaker,
       held.said_from AS held_from
FROM (
  SELECT * FROM position_segments JOIN pairs USING (actor, issue) ANTI JOIN standing USING (actor, issue, speaker) WHERE known_to IS NULL
) held
FULL JOIN incoming i ON i.actor = held.actor AND i.issue = held.issue AND i.speaker IS NOT DISTINCT FROM held.speaker AND i.said_from = held.said_from
WHERE (i.said_to, i.stance, i.score, i.probability, i.n_claims, i.n_utterances, i.first_said, i.last_said)
  IS DISTINCT FROM (held.said_to, held.stance, held.score, held.probability, held.n_claims, held.n_utterances, held.first_said, held.last_said);
UPDATE position_segments s SET known_to = $at FROM moved_segments m
WHERE s.known_to IS NULL AND s.actor = m.of_actor AND s.issue = m.of_issue AND s.speaker IS NOT DISTINCT FROM m.of_speaker AND s.said_from = m.held_from;
INSERT INTO position_segments BY NAME
SELECT * EXCLUDE (of_actor, of_issue, of_speaker, held_from), $at AS known_from, NULL::TIMESTAMPTZ AS known_to FROM moved_segments WHERE actor IS NOT NULL;
DROP TABLE moved_segments;
