-- Variable n: so many live claims. A made-up world whose every number follows from hash(i): the same at every run.

INSERT INTO actors SELECT CASE i WHEN 0 THEN 'united-states' WHEN 1 THEN 'russia' ELSE 'actor-' || i END, 'Actor ' || i FROM range(40) t(i);
INSERT INTO issues SELECT CASE i WHEN 0 THEN 'ceasefire' ELSE 'issue-' || i END, 'Measure ' || i || ' takes effect', ['measure ' || i], [] FROM range(50) t(i);
INSERT INTO outlets SELECT 'Outlet ' || i, CASE WHEN i < 4 THEN 'actor-' || (i + 2) END FROM range(60) t(i);
INSERT INTO speakers
SELECT a.id, 'Speaker ' || p || ' of ' || a.id, CASE p WHEN 0 THEN 'President' WHEN 1 THEN 'Foreign Minister' ELSE 'Minister ' || p END, DATE '2010-01-01', NULL
FROM actors a, range(8) t(p);
INSERT INTO runs (run_id, kind, started_at, ended_at, outcome) SELECT 'run-' || d, 'run', TIMESTAMPTZ '2016-01-01 06:00:00+00' + d * INTERVAL 1 DAY,
  TIMESTAMPTZ '2016-01-01 06:10:00+00' + d * INTERVAL 1 DAY, 'done' FROM range(3650) t(d);

-- Utterances: who said what when. On each pair the stance turns with the years.
CREATE TEMP TABLE uttered AS
SELECT i AS u, printf('%016x', hash(i)) AS utterance_id, list_extract(a.ids, 1 + CAST(floor(40 * power((hash(i * 64 + 1) % 1000) / 1000, 2)) AS INTEGER)) AS actor,
       CASE WHEN hash(i * 64 + 2) % 50 = 0 THEN 'ceasefire' ELSE list_extract(s.ids, 1 + CAST(hash(i * 64 + 3) % 50 AS INTEGER)) END AS issue,
       CAST(hash(i * 64 + 4) % 10 AS INTEGER) AS person, CAST(hash(i * 64 + 5) % 3650 AS INTEGER) AS day, CAST(hash(i * 64 + 6) % 1440 AS INTEGER) AS minute,
       1 + CAST(floor(11 * power((hash(i * 64 + 7) % 1000) / 1000, 4)) AS INTEGER) AS copies
FROM range(CAST(getvariable('n') / 2.87 AS BIGINT)) t(i), (SELECT list(id ORDER BY id) AS ids FROM actors) a, (SELECT list(id ORDER BY id) AS ids FROM issues) s;

CREATE TEMP TABLE printed AS
SELECT row_number() OVER () - 1 AS c, u.*, k, 'Outlet ' || CAST(hash((u.u * 12 + k) * 64 + 8) % 60 AS INTEGER) AS outlet,
       TIMESTAMPTZ '2016-01-01 00:00:00+00' + day * INTERVAL 1 DAY + minute * INTERVAL 1 MINUTE AS said_at,
       (minute + 60 * k) * INTERVAL 1 MINUTE + TIMESTAMPTZ '2016-01-01 00:00:00+00' + day * INTERVAL 1 DAY AS published_at
FROM uttered u, range(12) t(k) WHERE k < copies;

INSERT INTO claims BY NAME
SELECT printf('%016x', hash(c * 64 + 10)) AS claim_id, 'v' || (c // 3) AS version_id, 'av' || (c // 3) AS article_id, actor,
       CASE WHEN person < 8 THEN 'Speaker ' || person || ' of ' || actor END AS speaker, issue, stance, strength,
       CASE stance WHEN 'support' THEN 1 WHEN 'oppose' THEN -1 ELSE 0 END * strength / 3 AS score, hash(u * 64 + 11) % 20 = 0 AS conditional, hash(u * 64 + 12) % 12 = 0 AS hedged,
       CASE hash(u * 64 + 13) % 5 WHEN 0 THEN 'direct' WHEN 1 THEN 'narrated' ELSE 'indirect' END AS directness,
       CASE WHEN hash(c * 64 + 14) % 40 = 0 THEN 'anonymous' WHEN hash(u * 64 + 15) % 9 = 0 THEN 'reported' WHEN hash(u * 64 + 16) % 15 = 0 THEN 'characterised' ELSE 'official' END AS basis,
       'said' AS cue, 'The speaker said on day ' || day || ' that measure ' || issue || ' should ' || stance || ', in words of number ' || u AS quote,
       20 AS quote_start, 120 AS quote_end, CASE WHEN dated THEN said_at END AS said_at, CASE WHEN dated THEN CAST(timezone('UTC', said_at) AS DATE) END AS said_on,
       CASE WHEN dated THEN 'instant' END AS said_precision, CASE WHEN dated THEN 'published' END AS said_at_basis, published_at,
       published_at + INTERVAL 6 HOUR AS coded_at, NULL::TIMESTAMPTZ AS superseded_at, 'rules 2' AS coder, 0.6 + (hash(c * 64 + 17) % 40) / 100 AS confidence,
       false AS announced, ['step one', 'step two'] AS path, CASE WHEN dated THEN utterance_id END AS utterance_id, outlet, 'https://outlet.example/' || (c // 3) AS url
FROM (
  SELECT *, CASE WHEN hash(u * 64 + 18) % 10 = 0 THEN 'neutral' WHEN (hash(actor || issue) + day // 500 + CAST(hash(u * 64 + 19) % 8 = 0 AS INTEGER)) % 2 = 0 THEN 'support' ELSE 'oppose' END AS stance,
         1 + CAST(hash(u * 64 + 20) % 3 AS INTEGER) AS strength, hash(c * 64 + 21) % 200 <> 0 AS dated
  FROM printed
);
-- What the coder before said of a tenth of the versions: mostly the same.
INSERT INTO claims BY NAME
SELECT * REPLACE (claim_id || '-old' AS claim_id, 'rules 1' AS coder, coded_at + INTERVAL 90 DAY AS superseded_at,
                  CASE WHEN hash(claim_id || '1') % 25 = 0 THEN 'oppose' ELSE stance END AS stance, NULL AS utterance_id)
FROM claims WHERE hash(version_id || '1') % 10 = 0 AND hash(claim_id || '1') % 12 <> 0;

INSERT INTO versions BY NAME
SELECT version_id, 'a' || version_id AS article_id, any_value(url) AS url, any_value(outlet) AS outlet, 'News of ' || version_id AS title, ['Ann Author'] AS authors,
       min(published_at) AS published_at, CAST(timezone('UTC', min(published_at)) AS DATE) AS published_on, min(published_at) + INTERVAL 3 HOUR AS fetched_at,
       'en' AS language, 'news' AS genre, repeat('It rained. ', 20) || string_agg(quote, ' ') AS text, version_id AS text_hash,
       's' || CASE WHEN hash(version_id || '2') % 8 = 0 THEN CAST(hash(version_id || '3') % (getvariable('n') // 20 + 1) AS VARCHAR) ELSE version_id END AS story_id,
       min(published_at) + INTERVAL 4 HOUR AS loaded_at
FROM claims WHERE superseded_at IS NULL GROUP BY version_id;
INSERT INTO versions BY NAME
SELECT * REPLACE (version_id || '-edited' AS version_id, CASE WHEN hash(version_id || '5') % 3 = 0 THEN 'Rewritten.' ELSE text || ' Updated.' END AS text)
FROM versions WHERE hash(version_id || '4') % 50 = 0;
INSERT INTO revisions BY NAME
SELECT article_id, replace(version_id, '-edited', '') AS before_version, version_id AS after_version, fetched_at AS "at", 'words' AS summary, loaded_at, 'edit' AS kind
FROM versions WHERE version_id LIKE '%-edited';
INSERT INTO articles SELECT article_id, any_value(url), any_value(outlet), min(fetched_at) FROM versions GROUP BY article_id;
INSERT INTO codings SELECT version_id, 'rules 2', loaded_at, NULL, 'coded' FROM versions;
INSERT INTO codings SELECT version_id, 'rules 1', loaded_at - INTERVAL 90 DAY, loaded_at, 'coded' FROM versions WHERE hash(version_id || '1') % 10 = 0;
INSERT INTO abstentions SELECT version_id, 'issue-' || CAST(1 + hash(version_id || '6') % 49 AS INTEGER), 0, 10, 'no holder: it', 'rules 2', loaded_at, NULL FROM versions WHERE hash(version_id || '7') % 2 = 0;
INSERT INTO fetches BY NAME
SELECT 'f' || version_id AS fetch_id, 'run-0' AS run_id, url, outlet, fetched_at AS started_at, 200 AS status,
       CASE hash(version_id || '8') % 30 WHEN 0 THEN 'failed' WHEN 1 THEN 'rate-limited' ELSE 'allowed' END AS decision, version_id
FROM versions;
INSERT INTO failures SELECT 'run-0', outlet, url, fetched_at, 'clean', 'no article in it' FROM versions WHERE hash(version_id || '9') % 200 = 0;

-- Positions: a segment for every utterance of an actor and of its speakers, a fifth of them known differently at first.
INSERT INTO position_segments BY NAME
SELECT actor, speaker, issue, said_at AS said_from, lead(said_at) OVER held AS said_to, said_at + INTERVAL 6 HOUR AS known_from, NULL AS known_to, stance,
       CASE stance WHEN 'support' THEN 0.9 WHEN 'oppose' THEN -0.9 ELSE 0 END AS score, 0.9 AS probability, row_number() OVER held AS n_claims,
       row_number() OVER held AS n_utterances, min(said_at) OVER (PARTITION BY actor, speaker, issue) AS first_said, said_at AS last_said
FROM (
  SELECT actor, NULL AS speaker, issue, said_at, min(stance) AS stance FROM claims WHERE superseded_at IS NULL AND said_at IS NOT NULL AND hash(utterance_id || '1') % 3 = 0 GROUP BY ALL
  UNION ALL
  SELECT actor, speaker, issue, said_at, min(stance) FROM claims WHERE superseded_at IS NULL AND said_at IS NOT NULL AND speaker IS NOT NULL AND hash(utterance_id || '1') % 3 = 0 GROUP BY ALL
)
WINDOW held AS (PARTITION BY actor, speaker, issue ORDER BY said_at);
INSERT INTO position_segments BY NAME
SELECT * REPLACE (known_from - INTERVAL 30 DAY AS known_from, known_from AS known_to, 'unknown' AS stance) FROM position_segments WHERE hash(actor || epoch_us(said_from)) % 5 = 0;
INSERT INTO shift_log BY NAME
SELECT printf('%016x', hash(actor || issue || epoch_us(said_from))) AS shift_id, 1 AS revision, actor, NULL AS speaker, issue, 'reversal' AS kind, former AS from_stance, stance AS to_stance,
       CAST(timezone('UTC', said_from) AS DATE) - 9 AS earliest, CAST(timezone('UTC', said_from) AS DATE) AS latest, CAST(timezone('UTC', said_from) AS DATE) - 7 AS credible_from,
       CAST(timezone('UTC', said_from) AS DATE) AS credible_to, 0.9 AS probability, 3 AS n_before, 3 AS n_after, []::TEXT[] AS before_claims, []::TEXT[] AS after_claims,
       said_from AS detected_at, said_from AS known_from, NULL AS known_to, CASE WHEN hash(said_from) % 20 = 0 THEN said_from + INTERVAL 9 DAY END AS withdrawn_at, 'evidence' AS cause
FROM (
  SELECT *, lag(stance) OVER (PARTITION BY actor, issue ORDER BY said_from) AS former FROM position_segments WHERE speaker IS NULL AND known_to IS NULL
) WHERE former IS NOT NULL AND former <> stance AND hash(issue || epoch_us(said_from)) % 40 = 0;
UPDATE shift_log SET before_claims = f.ids[1:5], after_claims = f.ids[6:10]
FROM (SELECT list(claim_id) AS ids FROM (SELECT claim_id FROM claims WHERE actor = 'united-states' AND issue = 'ceasefire' LIMIT 10)) f
WHERE actor = 'united-states' AND issue = 'ceasefire';
