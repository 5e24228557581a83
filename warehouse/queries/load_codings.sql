-- incoming: the batch's rows, by name.
INSERT INTO codings BY NAME SELECT * FROM incoming;
