-- $known_at: versions without a day, and those with dates that cannot be; the first $most.
SELECT outlet, url, title, published_on IS NULL AS undated, coalesce(doubts, []) AS doubts
FROM versions WHERE loaded_at <= $known_at AND (published_on IS NULL OR len(doubts) > 0) ORDER BY undated DESC, outlet, url, version_id
LIMIT $most;
