-- incoming: the batch's rows, by name. Rows already there stay as they are.
INSERT INTO fetches BY NAME
SELECT DISTINCT ON (fetch_id) * FROM incoming ANTI JOIN fetches USING (fetch_id);
