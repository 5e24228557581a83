-- $since: the actor-issue pairs whose live claims changed at or after that moment, or were never inferred, and those of an
-- actor whose own outlet published something since: in a periodic statement, what is left out tells too.
SELECT DISTINCT actor, issue FROM claims
WHERE coded_at >= $since OR superseded_at >= $since OR (superseded_at IS NULL AND utterance_id IS NULL AND said_at IS NOT NULL)
   OR actor IN (SELECT o.speaks_for FROM outlets o JOIN versions v ON v.outlet = o.name WHERE v.loaded_at >= $since)
ORDER BY actor, issue;
