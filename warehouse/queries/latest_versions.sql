-- incoming: url. The version of each URL that was fetched last.
SELECT DISTINCT ON (v.url) v.url, v.article_id, v.version_id, v.text, v.title, v.fetched_at FROM versions v JOIN incoming i USING (url)
ORDER BY v.url, v.fetched_at DESC, v.loaded_at DESC;
