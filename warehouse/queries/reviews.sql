-- All reviews, the oldest first.
SELECT * FROM reviews ORDER BY reviewed_at, review_id;
