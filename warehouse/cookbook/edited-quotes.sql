-- Which edits after publication touched a quoted passage?
-- Articles whose later version no longer has the words that a claim rests on. The claim stays (it was printed), but read both versions:
-- summary tells the words removed and added. kind 'deletion': the whole article went.
SELECT r."at", r.kind, v.outlet, c.actor, c.issue, c.stance, c.quote, r.summary, v.url
FROM revisions r
JOIN versions v ON v.version_id = r.before_version
JOIN claims c ON c.version_id = r.before_version
LEFT JOIN versions w ON w.version_id = r.after_version
WHERE c.superseded_at IS NULL AND r.kind <> 'restoration' AND (w.version_id IS NULL OR NOT contains(w.text, c.quote))
ORDER BY r."at" DESC, v.outlet, c.actor, c.issue, c.claim_id
LIMIT 500;
