-- $known_at: what had gone through the stages by then. Documents and pages are counted once, however often they were asked for.
SELECT
  (SELECT count(DISTINCT url) FROM fetches WHERE started_at <= $known_at AND decision = 'allowed' AND version_id IS NOT NULL) AS pages,
  (SELECT count(DISTINCT article_id) FROM versions WHERE loaded_at <= $known_at) AS articles,
  (SELECT count(*) FROM versions WHERE loaded_at <= $known_at) AS versions,
  (SELECT count(*) FROM revisions WHERE loaded_at <= $known_at) AS revisions,
  (SELECT count(*) FROM codings WHERE coded_at <= $known_at AND (superseded_at IS NULL OR superseded_at > $known_at) AND outcome = 'coded') AS coded,
  (SELECT count(*) FROM codings WHERE coded_at <= $known_at AND (superseded_at IS NULL OR superseded_at > $known_at) AND outcome = 'language') AS other_language,
  (SELECT count(*) FROM versions WHERE loaded_at <= $known_at AND published_on IS NULL) AS undated,
  (SELECT count(*) FROM claims WHERE coded_at <= $known_at AND (superseded_at IS NULL OR superseded_at > $known_at)) AS claims,
  (SELECT count(DISTINCT utterance_id) FROM claims WHERE coded_at <= $known_at AND (superseded_at IS NULL OR superseded_at > $known_at)) AS utterances,
  (SELECT count(*) FROM abstentions WHERE coded_at <= $known_at AND (superseded_at IS NULL OR superseded_at > $known_at)) AS abstentions;
