-- $since: the actor-issue pairs whose live claims changed at or after that moment, or were never inferred, and those of an
-- actor whose own outlet published something since: in a periodic statement, what is left out tells too.
-- grown: no claim of theirs was taken back since.
SELECT actor, issue, NOT coalesce(bool_or(superseded_at >= $since), false) AS grown FROM claims
WHERE coded_at >= $since OR superseded_at >= $since OR (superseded_at IS NULL AND utterance_id IS NULL AND said_at IS NOT NULL)
   OR actor IN (SELECT o.speaks_for FROM outlets o JOIN versions v ON v.outlet = o.name WHERE v.loaded_at >= $since)
GROUP BY actor, issue ORDER BY actor, issue;
