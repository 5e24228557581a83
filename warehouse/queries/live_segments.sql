-- incoming: the pairs. Their position segments that hold.
SELECT s.* FROM position_segments s JOIN incoming i ON i.actor = s.actor AND i.issue = s.issue WHERE s.known_to IS NULL;
