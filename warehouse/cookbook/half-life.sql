-- How long does a position last?
-- For each issue the age at which half of all positions for or against had ended (Kaplan and Meier: positions still held count as long as they have
-- lasted so far). Null half_life_days: fewer than half have ended. n_ended small: do not lean on it.
WITH held AS (
  SELECT actor, issue, stance, said_from, first_said, said_to,
         stance IS DISTINCT FROM lag(stance) OVER pair AS is_start
  FROM position_segments
  WHERE speaker IS NULL AND known_to IS NULL
  WINDOW pair AS (PARTITION BY actor, issue ORDER BY said_from)
), numbered AS (
  SELECT *, sum(CAST(is_start AS INTEGER)) OVER (PARTITION BY actor, issue ORDER BY said_from) AS spell FROM held
), spells AS (
  SELECT issue, min(said_from) AS began, CASE WHEN bool_or(said_to IS NULL) THEN NULL ELSE max(said_to) END AS ended
  FROM numbered WHERE stance IN ('support', 'oppose') GROUP BY actor, issue, spell
), aged AS (
  SELECT issue, ended IS NOT NULL AS has_ended,
         date_diff('day', began, coalesce(ended, (SELECT max(last_said) FROM position_segments WHERE known_to IS NULL))) AS days
  FROM spells
), ages AS (
  SELECT issue, days, count(*) FILTER (has_ended) AS n_ended, count(*) AS n FROM aged GROUP BY issue, days
), surviving AS (
  SELECT issue, days, n_ended, n,
         sum(ln(greatest(1 - n_ended / at_risk, 1e-12))) OVER (PARTITION BY issue ORDER BY days) AS log_survival
  FROM (SELECT *, sum(n) OVER (PARTITION BY issue ORDER BY days DESC) AS at_risk FROM ages)
)
SELECT issue, min(days) FILTER (log_survival <= ln(0.5) + 1e-9) AS half_life_days, CAST(sum(n) AS BIGINT) AS n_positions, CAST(sum(n_ended) AS BIGINT) AS n_ended
FROM surviving GROUP BY issue ORDER BY half_life_days NULLS LAST, issue;
