-- Where does every actor stand on an issue at a date?
-- The position at the end of that day, as known today. probability is how sure the stance is; n_utterances says how much it rests on.
-- An actor that is missing had said nothing by then; 'unknown' had, but it does not tell.
WITH asked AS (SELECT 'ceasefire' AS issue, DATE '2025-04-30' AS day)
SELECT p.actor, p.stance, round(p.score, 2) AS score, round(p.probability, 2) AS probability, p.n_utterances, CAST(timezone('UTC', p.last_said) AS DATE) AS last_said
FROM asked, position_segments p
WHERE p.issue = asked.issue AND p.speaker IS NULL AND p.known_to IS NULL
  AND p.said_from < timezone('UTC', asked.day + INTERVAL 1 DAY) AND (p.said_to IS NULL OR p.said_to >= timezone('UTC', asked.day + INTERVAL 1 DAY))
ORDER BY p.score DESC, p.actor;
