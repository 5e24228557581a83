-- How much of what an actor says is hedged or conditional?
-- Shares of claims, copies counted. Firm talk has a low share and a high mean_strength (1 leaning, 2 plain, 3 firm).
SELECT actor, count(*) AS n_claims, round(avg(CAST(hedged AS INTEGER)), 2) AS share_hedged, round(avg(CAST(conditional AS INTEGER)), 2) AS share_conditional,
       round(avg(strength), 2) AS mean_strength
FROM claims WHERE superseded_at IS NULL
GROUP BY actor ORDER BY share_hedged DESC, n_claims DESC, actor;
