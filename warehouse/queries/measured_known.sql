-- $known_at (null: now): the machine's measured errors as they were taken then, all issues together first.
SELECT issue, n_checked, n_wrong, stated, believed, factor
FROM measured_errors
WHERE CASE WHEN $known_at::TIMESTAMPTZ IS NULL THEN known_to IS NULL ELSE known_from <= $known_at AND (known_to IS NULL OR known_to > $known_at) END
ORDER BY issue NULLS FIRST;
