-- On which issues does the coder give up most?
-- Sentences that name the issue and made no claim, beside those that did. A high share: read some of them before you read the positions.
WITH gave_up AS (
  SELECT issue, count(*) AS n, mode(split_part(reason, ':', 1)) AS reason FROM abstentions WHERE superseded_at IS NULL GROUP BY issue
), told AS (
  SELECT issue, count(*) AS n FROM claims WHERE superseded_at IS NULL GROUP BY issue
)
SELECT issue, coalesce(told.n, 0) AS n_claims, coalesce(gave_up.n, 0) AS n_not_understood,
       round(coalesce(gave_up.n, 0) / (coalesce(told.n, 0) + coalesce(gave_up.n, 0)), 2) AS share_not_understood, gave_up.reason AS most_common_reason
FROM told FULL JOIN gave_up USING (issue)
ORDER BY share_not_understood DESC, issue;
