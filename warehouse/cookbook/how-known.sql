-- How directly is each position known?
-- Claims of every actor by basis: official words, reports of them, unnamed sources, or what another actor says that it thinks (characterised).
-- A position that stands on characterised words is its opponents' account.
SELECT actor, count(*) AS n_claims, round(count(*) FILTER (basis = 'official') / count(*), 2) AS official, round(count(*) FILTER (basis = 'reported') / count(*), 2) AS reported,
       round(count(*) FILTER (basis = 'anonymous') / count(*), 2) AS anonymous, round(count(*) FILTER (basis = 'characterised') / count(*), 2) AS characterised,
       round(count(*) FILTER (directness = 'direct') / count(*), 2) AS in_own_words
FROM claims WHERE superseded_at IS NULL
GROUP BY actor ORDER BY official, n_claims DESC, actor;
