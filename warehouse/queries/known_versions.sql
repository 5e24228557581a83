-- $coder: versions that this coder has read (or a language it does not read).
SELECT version_id FROM codings WHERE superseded_at IS NULL AND coder = $coder;
