-- Where every actor as a whole stands now.
SELECT actor, issue, stance FROM positions WHERE speaker IS NULL ORDER BY actor, issue;
