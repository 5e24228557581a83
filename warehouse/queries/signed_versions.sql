-- incoming: version_id. Those whose signature is kept.
SELECT DISTINCT version_id FROM signatures JOIN incoming USING (version_id);
