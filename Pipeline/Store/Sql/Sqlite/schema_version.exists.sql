SELECT COUNT(*) AS tables_found
FROM sqlite_master
WHERE type = 'table' AND name = 'SchemaVersions';
