-- Live claims that formats of dated yes and no cannot hold: those without a day, and neutral ones with a day.
SELECT count(*) FILTER (said_on IS NULL) AS undated, count(*) FILTER (said_on IS NOT NULL AND stance = 'neutral') AS neutral
FROM claims WHERE superseded_at IS NULL;
