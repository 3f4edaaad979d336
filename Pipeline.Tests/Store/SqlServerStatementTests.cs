// T-SQL without a server: the parser reads every script and statement, and the schema's model resolves every name in them.
using System.Text.RegularExpressions;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Paysieve.Pipeline.Store;

namespace Paysieve.Pipeline.Tests.Store;

[TestClass]
public sealed partial class SqlServerStatementTests
{
    // DbUp makes its journal itself, so no migration shows it.
    private const string Journal = "CREATE TABLE paysieve.schema_version (Id int NOT NULL, ScriptName nvarchar(255) NOT NULL, Applied datetime NOT NULL);";

    [TestMethod]
    public void Every_migration_and_statement_is_t_sql()
    {
        var texts = Migrations.Scripts("SqlServer").Select(script => (script.Name, Text: script.Contents))
            .Concat(Scripts.Select(name => (name, Text: Script(name))))
            .Concat(Statements.Resources("SqlServer").Select(found => (found.Name, Text: Statements.ReadResource(found.Resource))))
            .ToList();
        Assert.IsGreaterThan(50, texts.Count);
        foreach (var (name, text) in texts) Assert.AreEqual("", Syntax(text), name);
    }

    [TestMethod]
    public void Nothing_uses_what_the_rules_of_the_house_forbid()
    {
        foreach (var (name, resource) in Statements.Resources("SqlServer"))
        {
            var text = Statements.ReadResource(resource);
            Assert.IsFalse(Forbidden().IsMatch(text), $"{name} uses {Forbidden().Match(text).Value}");
        }
    }

    [TestMethod]
    public void The_schema_and_every_statement_resolve_without_a_warning()
    {
        using var model = Model();
        Assert.AreEqual("", Messages(model), "the schema itself");
        foreach (var (name, resource) in Statements.Resources("SqlServer")) model.AddObjects(AsProcedure(name, Statements.ReadResource(resource)));
        foreach (var table in SourceFileTable.BulkTables.Concat(FlagTable.BulkTables)) model.AddObjects(AsProcedure("bulk." + table.Name, BulkInsert(table)));

        Assert.AreEqual("", Messages(model));
    }

    [TestMethod]
    public void The_owners_scripts_resolve_against_the_schema_and_no_role_may_change_the_trail()
    {
        using var model = Model();
        foreach (var name in Scripts)
        {
            using var reader = new StringReader(Script(name));
            var parsed = (TSqlScript)new TSql160Parser(initialQuotedIdentifiers: true).Parse(reader, out _);
            foreach (var statement in parsed.Batches.SelectMany(batch => batch.Statements))
            {
                new Sql160ScriptGenerator().GenerateScript(statement is IfStatement once ? once.ThenStatement : statement, out var text);
                model.AddObjects(text);
            }
        }
        Assert.AreEqual("", Messages(model));
        var grants = Grant().Matches(Script("roles.sql")).Select(match => (What: match.Groups["what"].Value, On: match.Groups["on"].Value)).ToArray();
        Assert.IsGreaterThan(30, grants.Length);
        foreach (var (what, on) in grants.Where(grant => grant.On is "paysieve.audit_event" or "SCHEMA::paysieve"))
            Assert.IsTrue(what is "SELECT" or "INSERT", $"{what} on {on}");
    }

    [TestMethod]
    [DataRow("SELECT flag_idd FROM paysieve.flagged_transfer;")]
    [DataRow("SELECT f.flag_id FROM paysieve.flagged_transfer AS f WHERE f.bandd = 'high';")]
    [DataRow("SELECT flag_id FROM paysieve.flagged_transfers;")]
    [DataRow("UPDATE paysieve.run SET statuss = 'failed';")]
    [DataRow("INSERT INTO paysieve.run_list (run_id, snapshot) VALUES ('a', 'b');")]
    public void A_wrong_name_is_caught(string statement)
    {
        using var model = Model();
        model.AddObjects(AsProcedure("wrong", statement));

        Assert.AreNotEqual("", Messages(model));
    }

    [TestMethod]
    public void An_undeclared_parameter_and_a_slip_of_the_pen_are_caught()
    {
        using var model = Model();
        Assert.ThrowsExactly<DacModelException>(() => model.AddObjects(AsProcedure("wrong", "SELECT flag_id FROM paysieve.flagged_transfer WHERE rank = @rnk;")));
        Assert.AreNotEqual("", Syntax("SELECT flag_id FROM paysieve.flagged_transfer LIMIT 1;"));
    }

    [TestMethod]
    public void Every_parameter_of_a_statement_is_declared_and_every_declared_one_used()
    {
        foreach (var dialect in (string[])["Sqlite", "SqlServer"])
        {
            foreach (var (name, resource) in Statements.Resources(dialect))
            {
                var text = Statements.ReadResource(resource);
                var declared = Declaration().Matches(text).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal).ToArray();
                var body = Declaration().Replace(text, "");
                var local = Local().Matches(body).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
                var used = Parameter().Matches(body).Select(match => match.Value).Where(found => !local.Contains(found))
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
                CollectionAssert.AreEqual(used, declared, $"{dialect} {name}");
            }
        }
    }

    [TestMethod]
    public void Both_dialects_have_the_same_statements_but_for_the_locks_of_the_server()
    {
        var server = Statements.SqlServer.Names.Except(["audit_event.take_turn", "lease.take", "lease.release"], StringComparer.Ordinal);

        CollectionAssert.AreEquivalent(Statements.Sqlite.Names.ToArray(), server.ToArray());
    }

    [TestMethod]
    public void The_contract_holds_in_the_servers_schema()
    {
        using var model = Model();
        foreach (var (table, columns) in Contract.Tables)
        {
            var found = model.GetObject(Table.TypeClass, new ObjectIdentifier("paysieve", table), DacQueryScopes.UserDefined);
            Assert.IsNotNull(found, $"no table {table}");
            var names = found.GetReferenced(Table.Columns).Select(column => column.Name.Parts[2]).ToHashSet(StringComparer.Ordinal);
            foreach (var column in columns) Assert.Contains(column, names, $"no column {table}.{column}");
        }
    }

    private static TSqlModel Model()
    {
        var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        model.AddObjects("CREATE SCHEMA paysieve;");
        model.AddObjects(Journal);
        foreach (var statement in Schema()) model.AddObjects(statement);
        return model;
    }

    /// <summary>The scripts in order, statement by statement, with what a later one adds to a table or drops from it written into it: the model knows no ALTER TABLE.</summary>
    private static List<string> Schema()
    {
        var statements = new List<TSqlStatement>();
        foreach (var script in Migrations.Scripts("SqlServer"))
        {
            using var reader = new StringReader(script.Contents);
            var parsed = (TSqlScript)new TSql160Parser(initialQuotedIdentifiers: true).Parse(reader, out _);
            foreach (var statement in parsed.Batches.SelectMany(batch => batch.Statements))
            {
                if (statement is DropTriggerStatement dropped)
                {
                    statements.RemoveAll(made => made is CreateTriggerStatement trigger && trigger.Name.BaseIdentifier.Value == dropped.Objects.Single().BaseIdentifier.Value);
                    continue;
                }
                if (statement is AlterTableDropTableElementStatement lost)
                {
                    var constraints = statements.OfType<CreateTableStatement>().Single(made => made.SchemaObjectName.BaseIdentifier.Value == lost.SchemaObjectName.BaseIdentifier.Value).Definition.TableConstraints;
                    constraints.Remove(constraints.Single(constraint => constraint.ConstraintIdentifier?.Value == lost.AlterTableDropTableElements.Single().Name.Value));
                    continue;
                }
                if (statement is not AlterTableAddTableElementStatement added)
                {
                    statements.Add(statement);
                    continue;
                }
                var table = statements.OfType<CreateTableStatement>().Single(made => made.SchemaObjectName.BaseIdentifier.Value == added.SchemaObjectName.BaseIdentifier.Value);
                foreach (var column in added.Definition.ColumnDefinitions) table.Definition.ColumnDefinitions.Add(column);
                foreach (var constraint in added.Definition.TableConstraints) table.Definition.TableConstraints.Add(constraint);
            }
        }
        return [.. statements.Select(statement =>
        {
            new Sql160ScriptGenerator().GenerateScript(statement, out var text);
            return text;
        })];
    }

    /// <summary>Errors and warnings alike: half of what is wrong is only a warning here. The server's own procedures are not in the model.</summary>
    private static string Messages(TSqlModel model) => string.Join('\n', model.Validate()
        .Select(message => message.ToString())
        .Where(text => !SystemProcedure().IsMatch(text)));

    private static string Syntax(string text)
    {
        using var reader = new StringReader(text);
        new TSql160Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        return string.Join('\n', errors.Select(error => $"line {error.Line}, column {error.Column}: {error.Message}"));
    }

    private static string AsProcedure(string name, string statement)
    {
        var parameters = Declaration().Matches(statement).Select(match => $"{match.Groups["name"].Value} {match.Groups["type"].Value.Trim()}");
        return $"CREATE PROCEDURE paysieve.[check {name}] {string.Join(", ", parameters)} AS\nBEGIN\n{Declaration().Replace(statement, "")}\nEND";
    }

    private static string BulkInsert(BulkTable table)
    {
        var columns = string.Join(", ", table.Columns.Select(column => column.Name));
        return $"INSERT INTO paysieve.{table.Name} ({columns}) SELECT {columns} FROM paysieve.{table.Name};";
    }

    private static string[] Scripts { get; } = ["roles.sql", "ledger.sql"];

    private static string Script(string name) => Statements.ReadResource("Paysieve.Pipeline.Store.Scripts." + name);

    [GeneratedRegex(@"^GRANT (?<what>[A-Z, ]+) ON (?<on>[\w.:]+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Grant();

    [GeneratedRegex(@"^-- (?<name>@\w+) (?<type>.*)\n", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?<!@)@\w+", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"DECLARE (?<name>@\w+)|(?<name>@(Resource|LockMode|LockOwner|LockTimeout))\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Local();

    [GeneratedRegex(@"sp_(get|release)applock|INFORMATION_SCHEMA\]?\.\[?TABLES", RegexOptions.CultureInvariant)]
    private static partial Regex SystemProcedure();

    [GeneratedRegex(@"\bMERGE\b|\bWITH TIES\b|\bCREATE OR ALTER\b|\bNOLOCK\b|\bUPDLOCK\b|\bHOLDLOCK\b|SELECT \*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Forbidden();
}
