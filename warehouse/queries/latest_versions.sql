-- incoming: article_id. The version that each article showed last, and what the outlet did last to it. An outlet may go back to an earlier version;
-- a version that was cleaned anew is meant by what took its place.
WITH wanted AS (SELECT DISTINCT article_id FROM incoming),
done AS (
  SELECT article_id, arg_max(kind, (loaded_at, "at")) AS kind, arg_max(coalesce(after_version, before_version), (loaded_at, "at")) AS version_id
  FROM revisions JOIN wanted USING (article_id) GROUP BY article_id
), newest AS (
  SELECT article_id, arg_max(version_id, (fetched_at, loaded_at, version_id)) AS version_id
  FROM versions JOIN wanted USING (article_id) WHERE replaced_by IS NULL GROUP BY article_id
)
SELECT n.article_id, v.version_id, v.text, v.title, v.fetched_at, v.cleaner, d.kind
FROM newest n LEFT JOIN done d USING (article_id) LEFT JOIN versions shown ON shown.version_id = d.version_id
JOIN versions v ON v.version_id = coalesce(shown.replaced_by, d.version_id, n.version_id);
