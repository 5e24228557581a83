-- Who contradicts their own foreign minister?
-- Words of other speakers of an actor in the period that took the other side than the foreign minister's last words before, while that minister was
-- in office. Who is foreign minister is read from the roles in the monitor file. minister_said_on tells how old the minister's words were.
WITH asked AS (SELECT DATE '2025-01-01' AS from_day, DATE '2026-01-01' AS to_day), ministers AS (
  SELECT actor, name, from_day, to_day FROM speakers
  WHERE regexp_matches(role, 'foreign (minister|secretary)|secretary of state|minister (of|for) foreign affairs|high representative', 'i')
), spoken AS (
  SELECT actor, issue, speaker, utterance_id, said_at, said_on, stance, claim_id FROM claims
  WHERE superseded_at IS NULL AND said_at IS NOT NULL AND speaker IS NOT NULL AND stance <> 'neutral'
), theirs AS (
  SELECT s.* FROM spoken s SEMI JOIN ministers m
    ON m.actor = s.actor AND m.name = s.speaker AND s.said_on >= coalesce(m.from_day, s.said_on) AND (m.to_day IS NULL OR s.said_on < m.to_day)
  QUALIFY row_number() OVER (PARTITION BY s.actor, s.issue, s.said_at ORDER BY s.claim_id) = 1
), others AS (
  SELECT s.* FROM asked, spoken s SEMI JOIN ministers m ON m.actor = s.actor
  WHERE s.said_on >= asked.from_day AND s.said_on < asked.to_day
), against AS (
  SELECT o.*, t.speaker AS minister, t.stance AS minister_stance, t.said_on AS minister_said_on, t.claim_id AS minister_claim
  FROM others o ASOF JOIN theirs t ON o.actor = t.actor AND o.issue = t.issue AND o.said_at >= t.said_at
  WHERE o.speaker <> t.speaker AND o.stance <> t.stance
    AND EXISTS (SELECT 1 FROM ministers m WHERE m.actor = o.actor AND m.name = t.speaker AND (m.to_day IS NULL OR o.said_on < m.to_day))
  QUALIFY row_number() OVER (PARTITION BY o.actor, o.issue, o.speaker, o.utterance_id ORDER BY o.said_at, o.claim_id) = 1
), latest AS (
  SELECT * FROM against ORDER BY said_at DESC, actor, issue, speaker, claim_id LIMIT 200
)
SELECT l.actor, l.issue, l.speaker, l.said_on, l.stance, c.quote, l.minister, l.minister_stance, l.minister_said_on, m.quote AS minister_quote
FROM latest l JOIN claims c ON c.claim_id = l.claim_id JOIN claims m ON m.claim_id = l.minister_claim
ORDER BY l.said_at DESC, l.actor, l.issue, l.speaker, l.claim_id;
