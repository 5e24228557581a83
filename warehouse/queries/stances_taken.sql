-- incoming: version_id of an actor's own statements. The issues on which that actor takes a stance in them.
SELECT DISTINCT c.version_id, c.actor, c.issue FROM claims c JOIN incoming USING (version_id) WHERE c.superseded_at IS NULL;
