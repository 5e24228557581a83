-- $run: what a run came to, and what the warehouse holds.
SELECT outcome, n_versions, n_claims, (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM claims WHERE superseded_at IS NULL) AS claims,
       (SELECT count(*) FROM shifts WHERE withdrawn_at IS NULL AND speaker IS NULL) AS shifts
FROM runs WHERE run_id = $run;
