-- $at, $coder: what other coders than this one said of these versions (incoming.version_id) is superseded.
-- Human coding is never superseded by a machine's.
UPDATE codings SET superseded_at = $at
WHERE superseded_at IS NULL AND coder <> $coder AND NOT starts_with(coder, 'human:') AND version_id IN (SELECT version_id FROM incoming);
UPDATE claims SET superseded_at = $at
WHERE superseded_at IS NULL AND coder <> $coder AND NOT starts_with(coder, 'human:') AND version_id IN (SELECT version_id FROM incoming);
UPDATE abstentions SET superseded_at = $at
WHERE superseded_at IS NULL AND coder <> $coder AND NOT starts_with(coder, 'human:') AND version_id IN (SELECT version_id FROM incoming);
