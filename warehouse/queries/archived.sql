-- The last place of each page file that a fetch points at.
SELECT split_part(warc, ':', 1) AS file, max(split_part(warc, ':', 2)::BIGINT) AS place FROM fetches WHERE warc IS NOT NULL GROUP BY 1;
