-- incoming: version_id. Those that the warehouse holds.
SELECT DISTINCT version_id FROM versions JOIN incoming USING (version_id);
