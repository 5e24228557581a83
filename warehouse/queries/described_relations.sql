-- Tables, views and table macros, with what they are called with.
SELECT table_name AS name, 'table' AS kind, coalesce(comment, '') AS comment, []::TEXT[] AS parameters
FROM duckdb_tables() WHERE NOT internal AND database_name = current_database()
UNION ALL
SELECT view_name, 'view', coalesce(comment, ''), [] FROM duckdb_views() WHERE NOT internal AND database_name = current_database()
UNION ALL
SELECT function_name, 'macro', coalesce(comment, ''), parameters
FROM duckdb_functions() WHERE NOT internal AND function_type = 'table_macro' AND database_name = current_database()
ORDER BY kind, name;
