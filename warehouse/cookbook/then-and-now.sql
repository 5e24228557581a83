-- What did we believe about a day then, and what now?
-- Positions of actors at said_by, as known at known_by and as known now, where they differ. What is new came from articles loaded later, or from a new
-- coder: the actor said it before, only we did not know.
WITH asked AS (SELECT TIMESTAMPTZ '2025-03-31 00:00:00+00' AS said_by, TIMESTAMPTZ '2025-04-01 12:00:00+00' AS known_by), held AS (
  SELECT s.actor, s.issue, s.stance, s.probability, s.known_from <= asked.known_by AND (s.known_to IS NULL OR s.known_to > asked.known_by) AS was_known,
         s.known_to IS NULL AS is_known
  FROM asked, position_segments s
  WHERE s.speaker IS NULL AND s.said_from <= asked.said_by AND (s.said_to IS NULL OR s.said_to > asked.said_by)
)
SELECT actor, issue, max(stance) FILTER (was_known) AS stance_then, round(max(probability) FILTER (was_known), 2) AS probability_then,
       max(stance) FILTER (is_known) AS stance_now, round(max(probability) FILTER (is_known), 2) AS probability_now
FROM held WHERE was_known OR is_known
GROUP BY actor, issue HAVING stance_then IS DISTINCT FROM stance_now
ORDER BY actor, issue;
