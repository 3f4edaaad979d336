SELECT ScriptName
FROM paysieve.schema_version;
