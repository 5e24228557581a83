-- incoming: url_key. The article that was last read at each address.
SELECT f.url_key, v.article_id FROM (
  SELECT url_key, arg_max(version_id, started_at) AS version_id FROM fetches JOIN (SELECT DISTINCT url_key FROM incoming) i USING (url_key)
  WHERE version_id IS NOT NULL GROUP BY url_key) f
JOIN versions v USING (version_id);
