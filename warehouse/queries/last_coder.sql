-- The coder of the last run that had one.
SELECT coder FROM runs WHERE coder IS NOT NULL ORDER BY started_at DESC LIMIT 1;
