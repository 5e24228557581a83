-- What outlets offer, so that nothing offered is lost with a killed cycle; what they delete; what a cycle had to say.

CREATE TABLE offers (url_key TEXT NOT NULL, url TEXT NOT NULL, outlet TEXT NOT NULL, title TEXT, published_at TIMESTAMPTZ, published_on DATE, published_offset INTEGER, published_basis TEXT, modified_at TIMESTAMPTZ, modified_on DATE, modified_offset INTEGER, modified_basis TEXT, offered_at TIMESTAMPTZ NOT NULL);
COMMENT ON TABLE offers IS 'Every document that a feed or sitemap ever listed, fetched or not.';
COMMENT ON COLUMN offers.url_key IS 'Identifies the document: equal for the http, https, www, mobile and AMP twins of an address.';
COMMENT ON COLUMN offers.url IS 'Address as listed first.';
COMMENT ON COLUMN offers.outlet IS 'Outlet that listed it.';
COMMENT ON COLUMN offers.title IS 'Title that the list gives.';
COMMENT ON COLUMN offers.published_at IS 'Instant of publication that the list gives.';
COMMENT ON COLUMN offers.published_on IS 'Day of publication that the list gives.';
COMMENT ON COLUMN offers.published_offset IS 'Minutes east of UTC that the list gave.';
COMMENT ON COLUMN offers.published_basis IS 'Where it was read.';
COMMENT ON COLUMN offers.modified_at IS 'Instant of the last edit that the list gives.';
COMMENT ON COLUMN offers.modified_on IS 'Day of the last edit that the list gives.';
COMMENT ON COLUMN offers.modified_offset IS 'Minutes east of UTC that the list gave.';
COMMENT ON COLUMN offers.modified_basis IS 'Where it was read.';
COMMENT ON COLUMN offers.offered_at IS 'When it was first listed, by the run''s clock.';

ALTER TABLE fetches ADD COLUMN url_key TEXT;
ALTER TABLE fetches ADD COLUMN role TEXT;
ALTER TABLE fetches ADD COLUMN retry_at TIMESTAMPTZ;
COMMENT ON COLUMN fetches.url_key IS 'Identifies the document: equal for the twins of an address.';
COMMENT ON COLUMN fetches.role IS 'document, listing (a feed or sitemap), or index (a page that names listings).';
COMMENT ON COLUMN fetches.retry_at IS 'The host asked to be left alone until then.';

ALTER TABLE revisions ADD COLUMN kind TEXT DEFAULT 'edit';
ALTER TABLE revisions ALTER COLUMN after_version DROP NOT NULL;
COMMENT ON COLUMN revisions.kind IS 'edit, deletion (404, 410, or sent on to the front page) or restoration (there again after a deletion).';
COMMENT ON COLUMN revisions.after_version IS 'Version after; null for a deletion.';
COMMENT ON TABLE revisions IS 'What an outlet did to an article after publication: edits, deletions, restorations.';

ALTER TABLE runs ADD COLUMN notices TEXT[];
COMMENT ON COLUMN runs.notices IS 'What the run had to say besides failures: outlets left alone, page files removed by the user''s limit.';

ALTER TABLE versions ADD COLUMN doubts TEXT[];
COMMENT ON COLUMN versions.doubts IS 'Dates of the page that cannot be and were passed over, a sentence each.';

ALTER TABLE versions ADD COLUMN cleaner TEXT;
ALTER TABLE versions ADD COLUMN replaced_by TEXT;
COMMENT ON COLUMN versions.cleaner IS 'What cleaned the page, with version; null for a text that was given as it is.';
COMMENT ON COLUMN versions.replaced_by IS 'The version that a later cleaner made of the same page, or null. Not an edit by the outlet.';

COMMENT ON COLUMN fetches.warc IS 'FILE:OFFSET of the response in the WARC store; the file may have gone by archive_days or archive_gb.';
