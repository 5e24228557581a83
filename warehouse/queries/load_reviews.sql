-- incoming: reviews, by name. Those already there stay as they are.
INSERT INTO reviews BY NAME
SELECT DISTINCT ON (review_id) * FROM incoming ANTI JOIN reviews USING (review_id);
