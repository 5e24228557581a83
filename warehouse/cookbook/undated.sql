-- Which claims have no date?
-- Claims that no position uses because nobody knows when the words were said, by outlet and the reasons the page gave (versions.doubts).
-- Many in one outlet: its pages hide their dates; `volteface ingest --published` can give them.
SELECT c.outlet, count(*) AS n_claims, count(DISTINCT c.version_id) AS n_articles, round(count(*) / any_value(a.n), 3) AS share_of_its_claims,
       any_value(c.url ORDER BY c.claim_id) AS example, any_value(v.doubts ORDER BY c.claim_id) AS doubts
FROM claims c JOIN versions v USING (version_id)
JOIN (SELECT outlet, count(*) AS n FROM claims WHERE superseded_at IS NULL GROUP BY outlet) a ON a.outlet = c.outlet
WHERE c.superseded_at IS NULL AND c.said_at IS NULL
GROUP BY c.outlet ORDER BY n_claims DESC, c.outlet;
