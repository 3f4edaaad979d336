SELECT ScriptName
FROM SchemaVersions;
