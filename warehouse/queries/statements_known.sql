-- $actor, $known_at: what the actor's own outlets had published by then.
SELECT v.article_id, v.outlet, v.url, v.title, v.published_on
FROM versions v JOIN outlets o ON o.name = v.outlet
WHERE o.speaks_for = $actor AND v.published_on IS NOT NULL AND v.loaded_at <= $known_at 
QUALIFY row_number() OVER (PARTITION BY v.article_id ORDER BY v.fetched_at DESC, v.version_id) = 1
ORDER BY v.published_on, v.article_id;
