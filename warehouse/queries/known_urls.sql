-- What is known of every URL: its last fetch, and the last answer that carried validators.
SELECT url, arg_max(decision, started_at) AS decision, arg_max(etag, started_at) FILTER (etag IS NOT NULL OR last_modified IS NOT NULL) AS etag,
       arg_max(last_modified, started_at) FILTER (etag IS NOT NULL OR last_modified IS NOT NULL) AS last_modified, max(started_at) AS last_at,
       count(*) FILTER (decision = 'failed') AS n_failed
FROM fetches GROUP BY url;
