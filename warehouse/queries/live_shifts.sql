-- incoming: the pairs. The last state of every shift of theirs, withdrawn ones too.
SELECT s.* FROM shift_log s JOIN incoming i ON i.actor = s.actor AND i.issue = s.issue WHERE s.known_to IS NULL;
