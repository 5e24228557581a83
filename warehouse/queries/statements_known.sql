-- $actor, $known_at: what the actor's own outlets had published by then.
SELECT v.version_id, v.outlet, v.url, v.title, v.published_on
FROM versions v JOIN outlets o ON o.name = v.outlet
WHERE o.speaks_for = $actor AND v.published_on IS NOT NULL AND v.loaded_at <= $known_at ORDER BY v.published_on, v.version_id;
