-- incoming: claim_id. These claims, with what a report shows of their version; verbatim: the quote is what stands there.
SELECT c.claim_id, c.version_id, c.article_id, c.actor, c.speaker, s.role, c.issue, c.stance, c.strength, c.conditional, c.hedged, c.directness, c.basis, c.cue,
       c.quote, c.quote_start, c.quote_end, c.said_at, c.said_on, c.said_precision, c.said_at_basis, c.confidence, c.announced, c.utterance_id,
       c.outlet, c.url, v.title, v.published_at, v.published_on, v.published_offset, v.fetched_at, c.coder,
       substr(v.text, c.quote_start::BIGINT + 1, c.quote_end::BIGINT - c.quote_start::BIGINT) = c.quote AS verbatim,
       coalesce(o.speaks_for = c.actor, false) AS own
FROM claims c JOIN incoming USING (claim_id) JOIN versions v USING (version_id) LEFT JOIN outlets o ON o.name = c.outlet
LEFT JOIN (SELECT actor, name, from_day, to_day, role FROM speakers) s
  ON s.actor = c.actor AND s.name = c.speaker AND (s.from_day IS NULL OR s.from_day <= c.said_on) AND (s.to_day IS NULL OR c.said_on < s.to_day)
QUALIFY row_number() OVER (PARTITION BY c.claim_id ORDER BY s.from_day DESC NULLS LAST, s.role) = 1
ORDER BY c.said_at NULLS LAST, c.claim_id;
