-- ?…: keys of versions, as many as there are. Where and when each was printed, its text and its story.
-- Keys one by one, since a join would read every text.
SELECT version_id, url, outlet, published_on, genre, text, story_id FROM versions WHERE version_id IN (?);
