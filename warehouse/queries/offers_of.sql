-- incoming: url_key. What lists say of these documents.
SELECT DISTINCT ON (url_key) * FROM offers JOIN (SELECT DISTINCT url_key FROM incoming) USING (url_key) ORDER BY url_key, offered_at;
