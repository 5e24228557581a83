-- incoming: the batch's rows, by name.
INSERT INTO failures BY NAME SELECT * FROM incoming;
