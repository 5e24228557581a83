-- $since: the actor-issue pairs whose live claims changed at or after that moment, or were never inferred.
SELECT DISTINCT actor, issue FROM claims
WHERE coded_at >= $since OR superseded_at >= $since OR (superseded_at IS NULL AND utterance_id IS NULL AND said_at IS NOT NULL)
ORDER BY actor, issue;
