-- How each outlet of the monitor was asked and answered, and how its last cycles went.
SELECT o.name AS outlet, count(f.fetch_id) AS n_fetches, count(*) FILTER (f.decision IN ('failed', 'blocked', 'rate-limited')) AS n_failed,
       max(f.started_at) FILTER (f.decision IN ('allowed', 'not-modified')) AS last_answer,
       arg_max(f.error, f.started_at) FILTER (f.error IS NOT NULL) AS last_error
FROM outlets o LEFT JOIN fetches f ON f.outlet = o.name GROUP BY o.name ORDER BY o.name;
