-- Versions that have not been looked at for copies. The first printed first.
SELECT version_id FROM versions ANTI JOIN signatures USING (version_id)
WHERE (SELECT count(*) FROM versions) > (SELECT count(*) FROM signatures)
ORDER BY published_on NULLS LAST, version_id;
