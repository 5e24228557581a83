-- $oldest: documents that are listed and may be due: never had, last asked in vain, first had after $oldest, or edited since by what the list says.
-- The validators are those of the fetch that the last version was read from.
WITH had AS (
  SELECT url_key, min(started_at) AS first_had, max(started_at) AS last_had,
         arg_max(struct_pack(etag, last_modified), started_at) FILTER (version_id IS NOT NULL) AS validators
  FROM fetches WHERE role = 'document' AND (version_id IS NOT NULL OR decision = 'not-modified') GROUP BY url_key
), asked AS (
  SELECT f.url_key, arg_max(f.decision, f.started_at) AS decision, max(f.started_at) AS last_at, any_value(h.first_had) AS first_had,
         count(*) FILTER (h.last_had IS NULL OR f.started_at > h.last_had) AS n_in_vain, any_value(h.validators) AS validators
  FROM fetches f LEFT JOIN had h USING (url_key) WHERE f.role = 'document' GROUP BY f.url_key
)
SELECT o.*, a.decision, a.last_at, a.first_had, a.n_in_vain, a.validators.etag AS etag, a.validators.last_modified AS last_modified
FROM offers o LEFT JOIN asked a USING (url_key)
WHERE a.url_key IS NULL OR a.n_in_vain > 0 OR a.first_had >= $oldest OR o.modified_at > a.last_at
ORDER BY o.outlet, coalesce(o.published_on, o.offered_at::DATE) DESC, o.published_at DESC NULLS LAST, o.url_key;
