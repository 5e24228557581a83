-- incoming: version_id. Their texts.
SELECT version_id, text FROM versions JOIN incoming USING (version_id);
