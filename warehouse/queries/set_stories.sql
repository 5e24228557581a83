-- incoming: version_id, story_id.
UPDATE versions SET story_id = incoming.story_id FROM incoming
WHERE versions.version_id = incoming.version_id AND versions.story_id IS DISTINCT FROM incoming.story_id;
