-- The terms that name each issue, or its opposite.
SELECT id, terms, against FROM issues;
