-- incoming: the batch's rows, by name.
INSERT INTO revisions BY NAME SELECT * FROM incoming;
