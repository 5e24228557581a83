-- incoming: pairs (actor, issue); $until, $known_at: every position that the actor took before the one, as known at the other.
SELECT actor, issue, said_from, stance, score, probability
FROM position_segments JOIN incoming USING (actor, issue)
WHERE speaker IS NULL AND said_from < $until AND known_from <= $known_at AND (known_to IS NULL OR known_to > $known_at)
ORDER BY actor, issue, said_from;
