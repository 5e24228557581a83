-- $channel: what it was told of every state of a shift, the first first.
SELECT shift_id, revision, gist, state, "at" FROM notifications WHERE channel = $channel ORDER BY "at", shift_id, revision;
