-- Live, dated claims for or against as statements of the Discourse Network Analyzer, in the order of saying; its numbers count from 1.
SELECT row_number() OVER (ORDER BY c.said_at, c.claim_id) AS statement_id, timezone('UTC', c.said_at) AS time,
       dense_rank() OVER (ORDER BY c.version_id) AS document_id, coalesce(v.title, '') AS document_title, array_to_string(coalesce(v.authors, []), ', ') AS document_author,
       c.outlet AS document_source, '' AS document_section, coalesce(v.genre, '') AS document_type, coalesce(c.speaker, '') AS person,
       coalesce(a.name, c.actor) AS organization, coalesce(i.proposition, c.issue) AS concept, CAST(c.stance = 'support' AS INTEGER) AS agreement, c.quote AS text,
       c.claim_id, c.url
FROM claims c JOIN versions v USING (version_id) LEFT JOIN actors a ON a.id = c.actor LEFT JOIN issues i ON i.id = c.issue
WHERE c.superseded_at IS NULL AND c.said_on IS NOT NULL AND c.stance IN ('support', 'oppose')
ORDER BY statement_id;
