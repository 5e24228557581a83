-- incoming: the batch's rows, by name. Rows already there stay as they are.
INSERT INTO versions BY NAME
SELECT DISTINCT ON (version_id) * FROM incoming ANTI JOIN versions USING (version_id);
