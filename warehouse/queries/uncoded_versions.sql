-- $coder: every version that this coder has not read, oldest first; not those whose place another cleaning has taken.
SELECT v.* FROM versions v
WHERE v.replaced_by IS NULL AND NOT EXISTS (SELECT 1 FROM codings c WHERE c.version_id = v.version_id AND c.coder = $coder AND c.superseded_at IS NULL)
ORDER BY v.published_on NULLS LAST, v.version_id;
