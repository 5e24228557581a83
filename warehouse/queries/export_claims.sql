-- Live claims, with the month in which they were said.
SELECT *, coalesce(strftime(said_on, '%Y-%m'), 'undated') AS said_month FROM claims WHERE superseded_at IS NULL
