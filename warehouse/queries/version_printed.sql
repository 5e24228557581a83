-- $version_id: where and when it was printed, its text and its story. One at a time, by the key: a join would read every text.
SELECT version_id, url, outlet, published_on, genre, text, story_id FROM versions WHERE version_id = $version_id;
