-- incoming: the batch's rows, by name. A document keeps its first address; what a list says of a later edit is taken over.
MERGE INTO offers AS known
USING (SELECT DISTINCT ON (url_key) * FROM incoming) AS listed ON known.url_key = listed.url_key
WHEN MATCHED AND listed.modified_at > coalesce(known.modified_at, known.offered_at) THEN UPDATE SET
  modified_at = listed.modified_at, modified_on = listed.modified_on, modified_offset = listed.modified_offset, modified_basis = listed.modified_basis
WHEN NOT MATCHED THEN INSERT BY NAME;
