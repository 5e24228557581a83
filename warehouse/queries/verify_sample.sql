-- Of 200 versions drawn at random: how many, how many claims rest on them, and how many of these have a quote that is not what stands at its offsets.
WITH drawn AS (
  SELECT version_id, text FROM versions USING SAMPLE 200 ROWS
)
SELECT (SELECT count(*) FROM drawn) AS n_versions, count(*) AS n_claims,
       count(*) FILTER (substr(d.text, c.quote_start + 1, c.quote_end - c.quote_start) <> c.quote) AS n_wrong
FROM drawn d JOIN claims c USING (version_id);
