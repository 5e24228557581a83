-- incoming: issues. Every actor with a live, dated claim on one of them.
SELECT DISTINCT actor, issue FROM claims SEMI JOIN incoming USING (issue) WHERE superseded_at IS NULL AND said_at IS NOT NULL ORDER BY actor, issue;
