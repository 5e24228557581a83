-- incoming: the batch's rows, by name. Rows already there stay as they are.
INSERT INTO articles BY NAME
SELECT DISTINCT ON (article_id) * FROM incoming ANTI JOIN articles USING (article_id);
