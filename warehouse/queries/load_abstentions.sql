-- incoming: the batch's rows, by name.
INSERT INTO abstentions BY NAME SELECT * FROM incoming;
