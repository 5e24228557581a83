-- incoming: the pairs; standing: speakers (actor, issue, speaker) of them for whom nothing is new. The last state of every shift of theirs, withdrawn ones too.
SELECT s.* FROM shift_log s JOIN incoming i ON i.actor = s.actor AND i.issue = s.issue
ANTI JOIN standing t ON t.actor = s.actor AND t.issue = s.issue AND t.speaker = s.speaker WHERE s.known_to IS NULL;
