-- incoming: version_id, digest, shingles (a list), of versions that are not signed yet.
INSERT INTO shingles BY NAME SELECT unnest(shingles) AS shingle, version_id FROM incoming;
INSERT INTO signatures BY NAME SELECT version_id, digest FROM incoming;
