-- Every issue with a live, dated claim.
SELECT DISTINCT issue FROM claims WHERE superseded_at IS NULL AND said_at IS NOT NULL ORDER BY issue;
