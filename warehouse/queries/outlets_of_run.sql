-- $run: what a run had of each outlet: documents that were answered, versions and claims that were new, failures.
WITH this AS (
  SELECT run_id, started_at FROM runs WHERE run_id = $run
), asked AS (
  SELECT outlet, count(*) FILTER (role = 'document' AND decision = 'allowed') AS n_fetched FROM fetches WHERE run_id = $run GROUP BY outlet
), read AS (
  SELECT outlet, count(*) AS n_versions FROM versions WHERE loaded_at = (SELECT started_at FROM this) GROUP BY outlet
), coded AS (
  SELECT outlet, count(*) AS n_claims FROM claims WHERE coded_at = (SELECT started_at FROM this) GROUP BY outlet
), failed AS (
  SELECT outlet, count(*) AS n_failures FROM failures WHERE run_id = $run GROUP BY outlet
)
SELECT outlet, coalesce(n_fetched, 0) AS n_fetched, coalesce(n_versions, 0) AS n_versions, coalesce(n_claims, 0) AS n_claims, coalesce(n_failures, 0) AS n_failures
FROM asked FULL JOIN read USING (outlet) FULL JOIN coded USING (outlet) FULL JOIN failed USING (outlet)
ORDER BY outlet;
