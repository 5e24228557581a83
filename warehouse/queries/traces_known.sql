-- $moments: where every actor stood on every issue at these moments, as known at $known_at.
SELECT actor, issue, m AS "at", score
FROM unnest($moments) t(m) JOIN position_segments s ON s.said_from <= m AND (s.said_to IS NULL OR s.said_to > m)
WHERE speaker IS NULL AND known_from <= $known_at AND (known_to IS NULL OR known_to > $known_at) ORDER BY actor, issue, m;
