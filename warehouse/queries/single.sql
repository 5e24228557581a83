-- On a lake: of rows that two loaders wrote at the same moment one stays.
DELETE FROM versions WHERE rowid IN (SELECT rowid FROM versions QUALIFY row_number() OVER (PARTITION BY version_id ORDER BY rowid) > 1);
DELETE FROM articles WHERE rowid IN (SELECT rowid FROM articles QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY rowid) > 1);
DELETE FROM claims WHERE rowid IN (SELECT rowid FROM claims QUALIFY row_number() OVER (PARTITION BY claim_id ORDER BY rowid) > 1);
DELETE FROM fetches WHERE rowid IN (SELECT rowid FROM fetches QUALIFY row_number() OVER (PARTITION BY fetch_id ORDER BY rowid) > 1);
DELETE FROM codings WHERE rowid IN (
  SELECT rowid FROM codings WHERE superseded_at IS NULL QUALIFY row_number() OVER (PARTITION BY version_id, coder ORDER BY rowid) > 1);
DELETE FROM abstentions WHERE rowid IN (
  SELECT rowid FROM abstentions WHERE superseded_at IS NULL QUALIFY row_number() OVER (PARTITION BY version_id, issue, quote_start, coder ORDER BY rowid) > 1);
