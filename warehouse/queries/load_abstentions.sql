-- incoming: the batch's rows, by name. Those of versions that this coder has read already are known: load these before the codings.
INSERT INTO abstentions BY NAME
SELECT * FROM incoming ANTI JOIN (SELECT version_id, coder FROM codings WHERE superseded_at IS NULL) USING (version_id, coder);
