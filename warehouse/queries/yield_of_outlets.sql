-- $since: of the documents that answered, how many gave an article, and of the articles, how many have a date: from then on, and before.
SELECT f.outlet,
  count(*) FILTER (f.started_at >= $since) AS n_lately, count(f.version_id) FILTER (f.started_at >= $since) AS n_read_lately,
  count(*) FILTER (v.published_on IS NULL AND v.version_id IS NOT NULL AND f.started_at >= $since) AS n_undated_lately,
  count(*) FILTER (f.started_at < $since) AS n_before, count(f.version_id) FILTER (f.started_at < $since) AS n_read_before,
  count(*) FILTER (v.published_on IS NULL AND v.version_id IS NOT NULL AND f.started_at < $since) AS n_undated_before
FROM fetches f LEFT JOIN versions v USING (version_id)
WHERE f.role = 'document' AND f.decision = 'allowed' GROUP BY f.outlet ORDER BY f.outlet;
