-- Whose position is not that of the actor they speak for?
-- Present positions of speakers beside those of their actor; both have a probability, and the surest disagreements come first.
-- The same as: SELECT * FROM dissenters();
SELECT actor, issue, speaker, stance, round(probability, 2) AS probability, n_utterances, CAST(timezone('UTC', last_said) AS DATE) AS last_said,
       actor_stance, round(actor_probability, 2) AS actor_probability
FROM dissenters();
