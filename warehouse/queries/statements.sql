-- The latest version of every dated article of an outlet that speaks for an actor, without its text.
SELECT v.version_id, v.outlet, o.speaks_for AS actor, v.title, coalesce(v.published_at, v.published_on::TIMESTAMP AT TIME ZONE 'UTC') AS said_at
FROM versions v JOIN outlets o ON o.name = v.outlet
WHERE o.speaks_for IS NOT NULL AND v.replaced_by IS NULL AND v.title IS NOT NULL AND v.published_on IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY v.article_id ORDER BY v.fetched_at DESC, v.version_id) = 1;
