-- Which actors agree with each other, and how does that change over time?
-- For every quarter and two actors: the issues on which both leaned to a side, and the share on which it was the same side. An utterance counts once.
-- For one period of your choice: SELECT * FROM agreement('2025-01-01', '2025-04-01');
WITH uttered AS (
  SELECT actor, issue, date_trunc('quarter', said_on) AS quarter, utterance_id, sign(sum(CAST(score AS DECIMAL(9, 3)))) AS side
  FROM claims WHERE superseded_at IS NULL AND said_on IS NOT NULL
  GROUP BY ALL
), leaning AS (
  SELECT actor, issue, quarter, sign(sum(side)) AS side FROM uttered GROUP BY ALL HAVING sum(side) <> 0
)
SELECT CAST(one.quarter AS DATE) AS quarter, one.actor, other.actor AS other, count(*) AS n_issues,
       round(count(*) FILTER (one.side = other.side) / count(*), 2) AS agreement
FROM leaning one JOIN leaning other ON one.issue = other.issue AND one.quarter = other.quarter AND one.actor < other.actor
GROUP BY one.quarter, one.actor, other.actor
ORDER BY one.quarter, agreement DESC, n_issues DESC, one.actor, other.actor;
