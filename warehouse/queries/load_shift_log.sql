-- incoming: the batch's rows, by name.
INSERT INTO shift_log BY NAME SELECT * FROM incoming;
