-- Which positions could turn with the next word?
-- Present positions of actors for or against, the least sure first. Old last_said and few n_utterances are the usual reasons.
SELECT actor, issue, stance, round(probability, 2) AS probability, n_utterances, CAST(timezone('UTC', last_said) AS DATE) AS last_said
FROM positions
WHERE speaker IS NULL AND stance IN ('support', 'oppose')
ORDER BY positions.probability, n_utterances, actor, issue
LIMIT 50;
