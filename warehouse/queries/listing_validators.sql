-- The validators of every feed and sitemap that was read, from its last answer. An index is always asked in full: unchanged itself, it may name
-- listings that are not.
SELECT url, validators.etag AS etag, validators.last_modified AS last_modified FROM (
  SELECT url, arg_max(struct_pack(etag, last_modified), started_at) AS validators, arg_max(role, started_at) AS role
  FROM fetches WHERE decision = 'allowed' AND role IN ('listing', 'index') GROUP BY url)
WHERE role = 'listing' AND (validators.etag IS NOT NULL OR validators.last_modified IS NOT NULL);
