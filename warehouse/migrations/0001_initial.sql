-- The first schema. Every relation and column that users may rely on carries a comment.

CREATE TABLE outlets (name TEXT PRIMARY KEY, speaks_for TEXT);
COMMENT ON TABLE outlets IS 'Who publishes, as in the monitor file.';
COMMENT ON COLUMN outlets.name IS 'Name of the outlet; unique.';
COMMENT ON COLUMN outlets.speaks_for IS 'Actor whose own outlet it is, or null.';

CREATE TABLE actors (id TEXT PRIMARY KEY, name TEXT NOT NULL);
COMMENT ON TABLE actors IS 'Entities whose positions are followed, as in the monitor file.';
COMMENT ON COLUMN actors.id IS 'Short stable name, used in claims, positions and shifts.';
COMMENT ON COLUMN actors.name IS 'Name for people.';

CREATE TABLE speakers (actor TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, from_day DATE, to_day DATE);
COMMENT ON TABLE speakers IS 'Persons who speak for an actor, with dated roles.';
COMMENT ON COLUMN speakers.actor IS 'Actor spoken for.';
COMMENT ON COLUMN speakers.name IS 'Name of the person.';
COMMENT ON COLUMN speakers.role IS 'Role held between from_day and to_day.';
COMMENT ON COLUMN speakers.from_day IS 'First day in the role, or null.';
COMMENT ON COLUMN speakers.to_day IS 'First day no longer in the role, or null.';

CREATE TABLE issues (id TEXT PRIMARY KEY, proposition TEXT NOT NULL, terms TEXT[] NOT NULL, against TEXT[] NOT NULL);
COMMENT ON TABLE issues IS 'Propositions that one can support or oppose, as in the monitor file.';
COMMENT ON COLUMN issues.id IS 'Short stable name, used in claims, positions and shifts.';
COMMENT ON COLUMN issues.proposition IS 'The sentence that stances are toward.';
COMMENT ON COLUMN issues.terms IS 'Words that name the proposition or its object.';
COMMENT ON COLUMN issues.against IS 'Words that name its opposite.';

CREATE TABLE runs (run_id TEXT PRIMARY KEY, kind TEXT NOT NULL, started_at TIMESTAMPTZ NOT NULL, ended_at TIMESTAMPTZ, outcome TEXT, n_fetches BIGINT, n_versions BIGINT, n_claims BIGINT, n_failures BIGINT, coder TEXT, program TEXT, monitor_digest TEXT);
COMMENT ON TABLE runs IS 'One row per cycle, ingest or recode.';
COMMENT ON COLUMN runs.run_id IS 'Identifies the run.';
COMMENT ON COLUMN runs.kind IS 'run, ingest or recode.';
COMMENT ON COLUMN runs.started_at IS 'When it began, by the run''s clock.';
COMMENT ON COLUMN runs.ended_at IS 'When it ended, by the run''s clock; null while it runs or if it was killed.';
COMMENT ON COLUMN runs.outcome IS 'done, or partial where an outlet or a document failed.';
COMMENT ON COLUMN runs.n_fetches IS 'Fetches made.';
COMMENT ON COLUMN runs.n_versions IS 'Article versions stored for the first time.';
COMMENT ON COLUMN runs.n_claims IS 'Claims stored for the first time.';
COMMENT ON COLUMN runs.n_failures IS 'Outlets and documents that failed.';
COMMENT ON COLUMN runs.coder IS 'Coder that was in force.';
COMMENT ON COLUMN runs.program IS 'Version of volteface.';
COMMENT ON COLUMN runs.monitor_digest IS 'Digest of the monitor file.';

CREATE TABLE fetches (fetch_id TEXT PRIMARY KEY, run_id TEXT, url TEXT NOT NULL, final_url TEXT, outlet TEXT NOT NULL, started_at TIMESTAMPTZ NOT NULL, status INTEGER, decision TEXT NOT NULL, error TEXT, bytes BIGINT, etag TEXT, last_modified TEXT, content_type TEXT, warc TEXT, version_id TEXT);
COMMENT ON TABLE fetches IS 'Every attempt to fetch, with what was decided and what came of it.';
COMMENT ON COLUMN fetches.fetch_id IS 'Identifies the attempt.';
COMMENT ON COLUMN fetches.run_id IS 'Run that made it.';
COMMENT ON COLUMN fetches.url IS 'What was asked for.';
COMMENT ON COLUMN fetches.final_url IS 'What answered, after redirects.';
COMMENT ON COLUMN fetches.outlet IS 'Outlet it was asked of.';
COMMENT ON COLUMN fetches.started_at IS 'When, by the run''s clock.';
COMMENT ON COLUMN fetches.status IS 'HTTP status, or null where no answer came.';
COMMENT ON COLUMN fetches.decision IS 'allowed, robots, not-modified, gone, rate-limited, blocked or failed.';
COMMENT ON COLUMN fetches.error IS 'One sentence, where something went wrong.';
COMMENT ON COLUMN fetches.bytes IS 'Size of the body, decoded.';
COMMENT ON COLUMN fetches.etag IS 'Entity tag, for conditional requests.';
COMMENT ON COLUMN fetches.last_modified IS 'Last-Modified header, for conditional requests.';
COMMENT ON COLUMN fetches.content_type IS 'Content-Type header.';
COMMENT ON COLUMN fetches.warc IS 'FILE:OFFSET of the response in the WARC store.';
COMMENT ON COLUMN fetches.version_id IS 'Article version that was read from it, or null.';

CREATE TABLE articles (article_id TEXT PRIMARY KEY, url TEXT NOT NULL, outlet TEXT NOT NULL, first_seen TIMESTAMPTZ NOT NULL);
COMMENT ON TABLE articles IS 'One row per URL that held an article.';
COMMENT ON COLUMN articles.article_id IS 'Identifies the URL.';
COMMENT ON COLUMN articles.url IS 'Canonical URL.';
COMMENT ON COLUMN articles.outlet IS 'Outlet that published it.';
COMMENT ON COLUMN articles.first_seen IS 'When it was first fetched.';

CREATE TABLE versions (version_id TEXT PRIMARY KEY, article_id TEXT NOT NULL, url TEXT NOT NULL, outlet TEXT NOT NULL, title TEXT, authors TEXT[], published_at TIMESTAMPTZ, published_on DATE, published_offset INTEGER, published_basis TEXT, modified_at TIMESTAMPTZ, modified_on DATE, modified_offset INTEGER, modified_basis TEXT, fetched_at TIMESTAMPTZ NOT NULL, language TEXT, genre TEXT, speaker TEXT, text TEXT NOT NULL, text_hash TEXT NOT NULL, story_id TEXT, loaded_at TIMESTAMPTZ NOT NULL);
COMMENT ON TABLE versions IS 'One cleaned text of one URL; an outlet''s edit makes a new version.';
COMMENT ON COLUMN versions.version_id IS 'Identifies this text of this URL.';
COMMENT ON COLUMN versions.article_id IS 'The article it is a version of.';
COMMENT ON COLUMN versions.url IS 'Canonical URL.';
COMMENT ON COLUMN versions.outlet IS 'Outlet that published it.';
COMMENT ON COLUMN versions.title IS 'Headline.';
COMMENT ON COLUMN versions.authors IS 'Byline, a name each.';
COMMENT ON COLUMN versions.published_at IS 'Instant of publication; null where only a day, or nothing, is known.';
COMMENT ON COLUMN versions.published_on IS 'Day of publication in the page''s own zone.';
COMMENT ON COLUMN versions.published_offset IS 'Minutes east of UTC that the page gave.';
COMMENT ON COLUMN versions.published_basis IS 'Where the date was read: json-ld, meta, htmldate, feed, given.';
COMMENT ON COLUMN versions.modified_at IS 'Instant of the last change that the page gives.';
COMMENT ON COLUMN versions.modified_on IS 'Day of the last change that the page gives.';
COMMENT ON COLUMN versions.modified_offset IS 'Minutes east of UTC that the page gave.';
COMMENT ON COLUMN versions.modified_basis IS 'Where the change''s date was read.';
COMMENT ON COLUMN versions.fetched_at IS 'When it was fetched.';
COMMENT ON COLUMN versions.language IS 'ISO 639-1 code, or null.';
COMMENT ON COLUMN versions.genre IS 'news, opinion, live, transcript or press-release where the page says so.';
COMMENT ON COLUMN versions.speaker IS 'Speaker that the document names as its own.';
COMMENT ON COLUMN versions.text IS 'The cleaned text; claims'' offsets count its characters.';
COMMENT ON COLUMN versions.text_hash IS 'Digest of title and text.';
COMMENT ON COLUMN versions.story_id IS 'Shared by versions whose text is the same.';
COMMENT ON COLUMN versions.loaded_at IS 'When it entered the warehouse, by the run''s clock.';

CREATE TABLE codings (version_id TEXT NOT NULL, coder TEXT NOT NULL, coded_at TIMESTAMPTZ NOT NULL, superseded_at TIMESTAMPTZ, outcome TEXT NOT NULL);
COMMENT ON TABLE codings IS 'Which coder has read which version.';
COMMENT ON COLUMN codings.version_id IS 'The version read.';
COMMENT ON COLUMN codings.coder IS 'Who read it.';
COMMENT ON COLUMN codings.coded_at IS 'When.';
COMMENT ON COLUMN codings.superseded_at IS 'When another coder took its place.';
COMMENT ON COLUMN codings.outcome IS 'coded, or language where no coder reads its language.';

CREATE TABLE claims (claim_id TEXT PRIMARY KEY, version_id TEXT NOT NULL, actor TEXT NOT NULL, speaker TEXT, issue TEXT NOT NULL, stance TEXT NOT NULL, strength INTEGER NOT NULL, score DOUBLE NOT NULL, conditional BOOLEAN NOT NULL, hedged BOOLEAN NOT NULL, directness TEXT NOT NULL, basis TEXT NOT NULL, cue TEXT NOT NULL, quote TEXT NOT NULL, quote_start BIGINT NOT NULL, quote_end BIGINT NOT NULL, said_at TIMESTAMPTZ, said_on DATE, said_precision TEXT, said_at_basis TEXT, published_at TIMESTAMPTZ, coded_at TIMESTAMPTZ NOT NULL, superseded_at TIMESTAMPTZ, coder TEXT NOT NULL, confidence DOUBLE NOT NULL, announced BOOLEAN NOT NULL, path TEXT[] NOT NULL, utterance_id TEXT, outlet TEXT NOT NULL, url TEXT NOT NULL);
COMMENT ON TABLE claims IS 'One actor''s expressed stance on one issue, with the exact words. Live ones have no superseded_at.';
COMMENT ON COLUMN claims.claim_id IS 'Identifies the claim and its coder.';
COMMENT ON COLUMN claims.version_id IS 'Article version that holds the quote.';
COMMENT ON COLUMN claims.actor IS 'Whose position it is.';
COMMENT ON COLUMN claims.speaker IS 'The person who spoke, where known.';
COMMENT ON COLUMN claims.issue IS 'The issue.';
COMMENT ON COLUMN claims.stance IS 'support, oppose or neutral, toward the issue''s proposition.';
COMMENT ON COLUMN claims.strength IS '1 hedged or leaning, 2 plain, 3 firm or a red line.';
COMMENT ON COLUMN claims.score IS 'Signed strength over 3, from -1 to 1.';
COMMENT ON COLUMN claims.conditional IS 'Whether a condition is attached.';
COMMENT ON COLUMN claims.hedged IS 'Whether it is hedged.';
COMMENT ON COLUMN claims.directness IS 'direct, indirect or narrated.';
COMMENT ON COLUMN claims.basis IS 'official, reported, anonymous or characterised.';
COMMENT ON COLUMN claims.cue IS 'The words that carry the stance.';
COMMENT ON COLUMN claims.quote IS 'The exact words: text[quote_start+1 : quote_end] of the version.';
COMMENT ON COLUMN claims.quote_start IS 'First character of the quote in versions.text, from 0.';
COMMENT ON COLUMN claims.quote_end IS 'First character after the quote.';
COMMENT ON COLUMN claims.said_at IS 'When it was said; for a day without a time its first moment in UTC (see said_precision).';
COMMENT ON COLUMN claims.said_on IS 'Day on which it was said.';
COMMENT ON COLUMN claims.said_precision IS 'instant or day.';
COMMENT ON COLUMN claims.said_at_basis IS 'How said_at is known: published, text, given.';
COMMENT ON COLUMN claims.published_at IS 'Instant of publication, where known.';
COMMENT ON COLUMN claims.coded_at IS 'When the coder read it: from then on it was known.';
COMMENT ON COLUMN claims.superseded_at IS 'When a later coding took its place; null while it is live.';
COMMENT ON COLUMN claims.coder IS 'Who coded it, with version.';
COMMENT ON COLUMN claims.confidence IS 'Probability, 0 to 1, that the stance is right, by the coder.';
COMMENT ON COLUMN claims.announced IS 'Whether the words say outright that the position changed.';
COMMENT ON COLUMN claims.path IS 'The steps of the coder from the issue''s words to the holder.';
COMMENT ON COLUMN claims.utterance_id IS 'Shared by all copies and quotations of one utterance.';
COMMENT ON COLUMN claims.outlet IS 'Outlet that published it.';
COMMENT ON COLUMN claims.url IS 'URL of the article.';

CREATE TABLE abstentions (version_id TEXT NOT NULL, issue TEXT NOT NULL, quote_start BIGINT NOT NULL, quote_end BIGINT NOT NULL, reason TEXT NOT NULL, coder TEXT NOT NULL, coded_at TIMESTAMPTZ NOT NULL, superseded_at TIMESTAMPTZ);
COMMENT ON TABLE abstentions IS 'Sentences that name an issue and on which the coder could not tell.';
COMMENT ON COLUMN abstentions.version_id IS 'Article version.';
COMMENT ON COLUMN abstentions.issue IS 'The issue named.';
COMMENT ON COLUMN abstentions.quote_start IS 'First character of the sentence.';
COMMENT ON COLUMN abstentions.quote_end IS 'First character after it.';
COMMENT ON COLUMN abstentions.reason IS 'Where the reading ended.';
COMMENT ON COLUMN abstentions.coder IS 'Who abstained.';
COMMENT ON COLUMN abstentions.coded_at IS 'When.';
COMMENT ON COLUMN abstentions.superseded_at IS 'When a later coding took its place.';

CREATE TABLE position_segments (actor TEXT NOT NULL, speaker TEXT, issue TEXT NOT NULL, said_from TIMESTAMPTZ NOT NULL, said_to TIMESTAMPTZ, known_from TIMESTAMPTZ NOT NULL, known_to TIMESTAMPTZ, stance TEXT NOT NULL, score DOUBLE NOT NULL, probability DOUBLE NOT NULL, n_claims BIGINT NOT NULL, n_utterances BIGINT NOT NULL, first_said TIMESTAMPTZ NOT NULL, last_said TIMESTAMPTZ NOT NULL);
COMMENT ON TABLE position_segments IS 'What the claims said up to said_from place an actor (speaker null) or a speaker at, until said_to, as known between known_from and known_to.';
COMMENT ON COLUMN position_segments.actor IS 'Whose position.';
COMMENT ON COLUMN position_segments.speaker IS 'The person, or null for the actor as a whole.';
COMMENT ON COLUMN position_segments.issue IS 'The issue.';
COMMENT ON COLUMN position_segments.said_from IS 'From this moment of saying.';
COMMENT ON COLUMN position_segments.said_to IS 'To this moment, exclusive; null for the last.';
COMMENT ON COLUMN position_segments.known_from IS 'Inferred then.';
COMMENT ON COLUMN position_segments.known_to IS 'Replaced then; null while it holds.';
COMMENT ON COLUMN position_segments.stance IS 'support, oppose, neutral, mixed or unknown.';
COMMENT ON COLUMN position_segments.score IS 'Probability of support less probability of oppose, -1 to 1.';
COMMENT ON COLUMN position_segments.probability IS 'Probability of the stance, 0 to 1.';
COMMENT ON COLUMN position_segments.n_claims IS 'Claims up to said_from.';
COMMENT ON COLUMN position_segments.n_utterances IS 'Independent utterances up to said_from.';
COMMENT ON COLUMN position_segments.first_said IS 'First utterance behind it.';
COMMENT ON COLUMN position_segments.last_said IS 'Last utterance behind it.';

CREATE TABLE shift_log (shift_id TEXT NOT NULL, revision INTEGER NOT NULL, actor TEXT NOT NULL, speaker TEXT, issue TEXT NOT NULL, kind TEXT NOT NULL, from_stance TEXT, to_stance TEXT NOT NULL, earliest DATE, latest DATE NOT NULL, credible_from DATE, credible_to DATE, probability DOUBLE NOT NULL, n_before BIGINT NOT NULL, n_after BIGINT NOT NULL, before_claims TEXT[] NOT NULL, after_claims TEXT[] NOT NULL, detected_at TIMESTAMPTZ NOT NULL, known_from TIMESTAMPTZ NOT NULL, known_to TIMESTAMPTZ, withdrawn_at TIMESTAMPTZ, cause TEXT);
COMMENT ON TABLE shift_log IS 'Every state of every shift ever inferred; nothing is deleted. The view shifts shows the present state.';
COMMENT ON COLUMN shift_log.shift_id IS 'Kept for the life of the shift.';
COMMENT ON COLUMN shift_log.revision IS 'Counts the states of one shift from 1.';
COMMENT ON COLUMN shift_log.actor IS 'Who moved.';
COMMENT ON COLUMN shift_log.speaker IS 'The person who moved, or null for the actor as a whole.';
COMMENT ON COLUMN shift_log.issue IS 'On which issue.';
COMMENT ON COLUMN shift_log.kind IS 'reversal, new, softening, hardening, withdrawn, conditional, return, turnover or announced.';
COMMENT ON COLUMN shift_log.from_stance IS 'Stance before; null for a first stance.';
COMMENT ON COLUMN shift_log.to_stance IS 'Stance after.';
COMMENT ON COLUMN shift_log.earliest IS 'Day of the last clear evidence before.';
COMMENT ON COLUMN shift_log.latest IS 'Day of the first clear evidence after.';
COMMENT ON COLUMN shift_log.credible_from IS 'Start of the 90 % interval of the change itself.';
COMMENT ON COLUMN shift_log.credible_to IS 'End of the 90 % interval of the change itself.';
COMMENT ON COLUMN shift_log.probability IS 'Posterior probability that the position changed so, 0 to 1.';
COMMENT ON COLUMN shift_log.n_before IS 'Independent utterances of the old position.';
COMMENT ON COLUMN shift_log.n_after IS 'Independent utterances of the new position.';
COMMENT ON COLUMN shift_log.before_claims IS 'Claims behind the old position, the best first.';
COMMENT ON COLUMN shift_log.after_claims IS 'Claims behind the new position, the best first.';
COMMENT ON COLUMN shift_log.detected_at IS 'When it was first inferred, by the run''s clock.';
COMMENT ON COLUMN shift_log.known_from IS 'This state was inferred then.';
COMMENT ON COLUMN shift_log.known_to IS 'This state was replaced then; null while it holds.';
COMMENT ON COLUMN shift_log.withdrawn_at IS 'When later evidence took it back; null while it stands.';
COMMENT ON COLUMN shift_log.cause IS 'evidence, or coder where it came or went with a new coder and is no change of the actor.';

CREATE TABLE revisions (article_id TEXT NOT NULL, before_version TEXT NOT NULL, after_version TEXT NOT NULL, "at" TIMESTAMPTZ NOT NULL, summary TEXT NOT NULL, loaded_at TIMESTAMPTZ NOT NULL);
COMMENT ON TABLE revisions IS 'An outlet''s edits of an article after publication.';
COMMENT ON COLUMN revisions.article_id IS 'The article.';
COMMENT ON COLUMN revisions.before_version IS 'Version before.';
COMMENT ON COLUMN revisions.after_version IS 'Version after.';
COMMENT ON COLUMN revisions."at" IS 'When the edit was seen, or when the page says it was made.';
COMMENT ON COLUMN revisions.summary IS 'Words removed and added, in one line.';
COMMENT ON COLUMN revisions.loaded_at IS 'When it entered the warehouse.';

CREATE TABLE failures (run_id TEXT NOT NULL, outlet TEXT NOT NULL, document TEXT NOT NULL, "at" TIMESTAMPTZ NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL);
COMMENT ON TABLE failures IS 'Outlets and documents that failed, with the reason.';
COMMENT ON COLUMN failures.run_id IS 'Run in which it failed.';
COMMENT ON COLUMN failures.outlet IS 'Outlet.';
COMMENT ON COLUMN failures.document IS 'URL, path or row.';
COMMENT ON COLUMN failures."at" IS 'When, by the run''s clock.';
COMMENT ON COLUMN failures.stage IS 'discover, fetch, clean or extract.';
COMMENT ON COLUMN failures.reason IS 'One sentence.';

CREATE VIEW shifts AS
SELECT shift_id, revision, actor, speaker, issue, kind, from_stance, to_stance, earliest, latest, credible_from, credible_to,
       probability, n_before, n_after, before_claims, after_claims, detected_at, known_from AS revised_at, withdrawn_at, cause
FROM shift_log WHERE known_to IS NULL;
COMMENT ON VIEW shifts IS 'The present state of every shift, of actors (speaker null) and of speakers; withdrawn ones have withdrawn_at.';
COMMENT ON COLUMN shifts.shift_id IS 'Kept for the life of the shift.';
COMMENT ON COLUMN shifts.revision IS 'Counts the states of one shift from 1.';
COMMENT ON COLUMN shifts.actor IS 'Who moved.';
COMMENT ON COLUMN shifts.speaker IS 'The person who moved, or null for the actor as a whole.';
COMMENT ON COLUMN shifts.issue IS 'On which issue.';
COMMENT ON COLUMN shifts.kind IS 'reversal, new, softening, hardening, withdrawn, conditional, return, turnover or announced.';
COMMENT ON COLUMN shifts.from_stance IS 'Stance before; null for a first stance.';
COMMENT ON COLUMN shifts.to_stance IS 'Stance after.';
COMMENT ON COLUMN shifts.earliest IS 'Day of the last clear evidence before.';
COMMENT ON COLUMN shifts.latest IS 'Day of the first clear evidence after.';
COMMENT ON COLUMN shifts.credible_from IS 'Start of the 90 % interval of the change itself.';
COMMENT ON COLUMN shifts.credible_to IS 'End of the 90 % interval of the change itself.';
COMMENT ON COLUMN shifts.probability IS 'Posterior probability that the position changed so, 0 to 1.';
COMMENT ON COLUMN shifts.n_before IS 'Independent utterances of the old position.';
COMMENT ON COLUMN shifts.n_after IS 'Independent utterances of the new position.';
COMMENT ON COLUMN shifts.before_claims IS 'Claims behind the old position, the best first.';
COMMENT ON COLUMN shifts.after_claims IS 'Claims behind the new position, the best first.';
COMMENT ON COLUMN shifts.detected_at IS 'When it was first inferred, by the run''s clock.';
COMMENT ON COLUMN shifts.revised_at IS 'When this state was inferred.';
COMMENT ON COLUMN shifts.withdrawn_at IS 'When later evidence took it back; null while it stands.';
COMMENT ON COLUMN shifts.cause IS 'evidence, or coder where it came or went with a new coder and is no change of the actor.';

CREATE VIEW positions AS
SELECT actor, issue, stance, score, probability, n_claims, n_utterances, first_said, last_said, speaker
FROM position_segments WHERE known_to IS NULL AND said_to IS NULL;
COMMENT ON VIEW positions IS 'Where every actor (speaker null) and speaker stands now.';
COMMENT ON COLUMN positions.actor IS 'Whose position.';
COMMENT ON COLUMN positions.issue IS 'The issue.';
COMMENT ON COLUMN positions.stance IS 'support, oppose, neutral, mixed or unknown.';
COMMENT ON COLUMN positions.score IS 'Probability of support less probability of oppose, -1 to 1.';
COMMENT ON COLUMN positions.probability IS 'Probability of the stance, 0 to 1.';
COMMENT ON COLUMN positions.n_claims IS 'Claims up to said_from.';
COMMENT ON COLUMN positions.n_utterances IS 'Independent utterances up to said_from.';
COMMENT ON COLUMN positions.first_said IS 'First utterance behind it.';
COMMENT ON COLUMN positions.last_said IS 'Last utterance behind it.';
COMMENT ON COLUMN positions.speaker IS 'The person, or null for the actor as a whole.';

CREATE MACRO positions_as_of(said_by, known_by) AS TABLE
SELECT actor, issue, stance, score, probability, n_claims, n_utterances, first_said, last_said, speaker
FROM position_segments
WHERE said_from <= said_by AND (said_to IS NULL OR said_to > said_by)
  AND known_from <= known_by AND (known_to IS NULL OR known_to > known_by);
COMMENT ON MACRO TABLE positions_as_of IS 'Where every actor and speaker stood at said_by, as known at known_by.';
