-- incoming: actor, speaker, issue, said_from of segments that no longer hold; $at.
UPDATE position_segments s SET known_to = $at FROM incoming i
WHERE s.known_to IS NULL AND s.actor = i.actor AND s.issue = i.issue AND s.speaker IS NOT DISTINCT FROM i.speaker AND s.said_from = i.said_from;
