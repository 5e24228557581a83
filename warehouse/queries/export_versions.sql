-- Article versions, with the month in which they were published.
SELECT *, coalesce(strftime(published_on, '%Y-%m'), 'undated') AS published_month FROM versions
