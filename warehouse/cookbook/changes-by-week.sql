-- In which weeks did most change?
-- Changes of actors' positions by the week of their first clear evidence; first stances are counted apart.
SELECT CAST(date_trunc('week', latest) AS DATE) AS week, count(*) FILTER (from_stance IS NOT NULL) AS n_changes, count(*) FILTER (kind = 'reversal') AS n_reversals,
       count(*) FILTER (from_stance IS NULL) AS n_first_stances, list_sort(list(DISTINCT actor) FILTER (from_stance IS NOT NULL)) AS who_changed
FROM shifts WHERE speaker IS NULL AND withdrawn_at IS NULL AND cause IS DISTINCT FROM 'coder'
GROUP BY week ORDER BY week;
