-- Who contradicts their own foreign minister?
-- Words of other speakers of an actor that took the other side than the foreign minister's last words before, while that minister was in office.
-- Who is foreign minister is read from the roles in the monitor file. minister_said_on tells how old the minister's words were.
WITH ministers AS (
  SELECT actor, name, from_day, to_day FROM speakers
  WHERE regexp_matches(role, 'foreign (minister|secretary)|secretary of state|minister (of|for) foreign affairs|high representative', 'i')
), uttered AS (
  SELECT actor, issue, speaker, utterance_id, min(said_at) AS said_at, min(said_on) AS said_on, any_value(stance ORDER BY claim_id) AS stance,
         any_value(quote ORDER BY claim_id) AS quote
  FROM claims
  WHERE superseded_at IS NULL AND said_at IS NOT NULL AND speaker IS NOT NULL AND stance <> 'neutral' AND actor IN (SELECT actor FROM ministers)
  GROUP BY actor, issue, speaker, utterance_id
), theirs AS (
  SELECT u.* FROM uttered u SEMI JOIN ministers m
    ON m.actor = u.actor AND m.name = u.speaker AND u.said_on >= coalesce(m.from_day, u.said_on) AND (m.to_day IS NULL OR u.said_on < m.to_day)
)
SELECT o.actor, o.issue, o.speaker, o.said_on, o.stance, o.quote, t.speaker AS minister, t.stance AS minister_stance, t.said_on AS minister_said_on,
       t.quote AS minister_quote
FROM uttered o ASOF JOIN theirs t ON o.actor = t.actor AND o.issue = t.issue AND o.said_at >= t.said_at
WHERE o.speaker <> t.speaker AND o.stance <> t.stance
  AND EXISTS (SELECT 1 FROM ministers m WHERE m.actor = o.actor AND m.name = t.speaker AND (m.to_day IS NULL OR o.said_on < m.to_day))
ORDER BY o.said_at DESC, o.actor, o.issue, o.speaker
LIMIT 200;
