-- Who moved first on an issue?
-- Changes of actors' positions in the order of their first clear evidence; first stances ('new') are none. days_after counts from the first mover.
-- The change itself lies between credible_from and credible_to with 90 %: where two intervals overlap, who was first is not certain.
WITH asked AS (SELECT 'ceasefire' AS issue)
SELECT s.actor, s.kind, s.from_stance, s.to_stance, s.latest AS seen_on, s.credible_from, s.credible_to, round(s.probability, 2) AS probability,
       s.latest - min(s.latest) OVER () AS days_after
FROM asked, shifts s
WHERE s.issue = asked.issue AND s.speaker IS NULL AND s.withdrawn_at IS NULL AND s.from_stance IS NOT NULL AND s.cause IS DISTINCT FROM 'coder'
ORDER BY s.latest, s.actor, s.kind;
