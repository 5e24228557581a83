-- incoming: the batch's rows, by name. What this coder has read already stays as it is.
INSERT INTO codings BY NAME
SELECT * FROM incoming ANTI JOIN (SELECT version_id, coder FROM codings WHERE superseded_at IS NULL) USING (version_id, coder);
