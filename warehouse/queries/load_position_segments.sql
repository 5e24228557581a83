-- incoming: the batch's rows, by name.
INSERT INTO position_segments BY NAME SELECT * FROM incoming;
