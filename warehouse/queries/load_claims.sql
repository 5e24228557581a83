-- incoming: the batch's rows, by name. Rows already there stay as they are.
INSERT INTO claims BY NAME
SELECT DISTINCT ON (claim_id) * FROM incoming ANTI JOIN claims USING (claim_id);
