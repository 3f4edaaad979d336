// The contract's verbs and options, each on one line: what the program can be asked. How a verb is done stands in its own class, which
// is touched only when it is asked for, so that help costs no more than parsing.
using System.CommandLine;
using System.CommandLine.Invocation;
using Paysieve.Pipeline.Audit.Packs;
using Paysieve.Pipeline.Runs;
using Paysieve.Pipeline.Runs.Desks;

namespace Paysieve.Jobs.Commands;

/// <summary>Does one verb; results go to the call's printer.</summary>
internal delegate Task<ExitCode> VerbAction(VerbCall call, CancellationToken cancel);

/// <summary>Builds the parser.</summary>
internal sealed class CommandTree
{
    private readonly Surroundings _around;
    private readonly GlobalOptions _globals = new();
    private readonly RootCommand _root = new("Finds the payouts of a payroll that somebody should look at before they are paid.");

    private CommandTree(Surroundings around) => _around = around;

    public static RootCommand Build(Surroundings around)
    {
        var tree = new CommandTree(around);
        tree._globals.AddTo(tree._root);
        foreach (var option in tree._root.Options)
            if (option is VersionOption version) version.Action = new SayVersion(around.Out);
        tree.AddNight();
        tree.AddProfiles();
        tree.AddModels();
        tree.AddScreening();
        tree.AddFindings();
        tree.AddSuppressions();
        tree.AddAudit();
        tree.AddPrivacy();
        tree.AddRest();
        return tree._root;
    }

    private void AddNight()
    {
        var ingest = Paths("PATH", "Exports, or folders of exports (one level, in order of name)");
        Verb(_root, "ingest", "Read exports into the lake as history, without scoring", (call, cancel) => NightVerbs.IngestAsync(call, call.Get(ingest)!, cancel), ingest);

        var paths = Paths("PATH", "Tonight's exports, or folders of them (one level, in order of name); may be absent with --as-of");
        paths.Arity = ArgumentArity.ZeroOrMore;
        var history = new Option<string[]>("--history") { Description = "Exports of the past: read, learned from, not scored. Give PATH first", HelpName = "PATH", AllowMultipleArgumentsPerToken = true };
        var lists = Text("--lists", "DIR", "Folder of sanctions lists to load before screening");
        var asOf = Parsing.Date("--as-of", "Score this pay date alone, with everything later hidden (yyyy-MM-dd)");
        var why = Text("--reason", "TEXT", "Why the settings are other than on the night before; for the audit trail");
        Verb(
            _root, "run", "The night: read, train if there is no model, score, screen, flag, report",
            (call, cancel) => NightVerbs.RunAsync(call, new NightRequest(call.Get(paths) ?? [], call.Get(history) ?? [], call.Get(lists), call.Get(asOf), call.Get(why)), cancel),
            paths, history, lists, asOf, why);
    }

    private void AddProfiles()
    {
        var profiles = Group("profiles", "Mapping profiles of vendors' CSV");
        Verb(profiles, "list", "Profiles shipped and your own", ProfileVerbs.ListAsync);
        var (file, target) = (One("FILE", "An export"), Text("--out", "F.json", "File to write the profile to; standard output when absent"));
        Verb(profiles, "check", "Say which profile fits a file, or propose one as JSON", (call, cancel) => ProfileVerbs.CheckAsync(call, call.Get(file)!, call.Get(target), cancel), file, target);
    }

    private void AddModels()
    {
        var matcher = new Option<bool>("--matcher") { Description = "Also train the matcher of names, on the lists in force" };
        Verb(_root, "train", "Train a model bundle on the lake: the first is put in use, later ones are challengers", (call, cancel) => ModelVerbs.TrainAsync(call, call.Get(matcher), cancel), matcher);

        var labels = Required("--labels", "FILE", "Labels: transfer_id,typology,scenario");
        var benign = Text("--benign", "FILE", "Look-alikes: transfer_id,scenario");
        var evaluated = Text("--run", "RUN", "Run to judge; the latest when absent");
        Verb(
            _root, "evaluate", "Judge a run against labels",
            (call, cancel) => ModelVerbs.EvaluateAsync(call, call.Get(labels)!, call.Get(benign), call.Get(evaluated), cancel), labels, benign, evaluated);

        var models = Group("models", "Model bundles");
        Verb(models, "list", "All bundles, the one in use marked", ModelVerbs.ListAsync);
        var bundle = One("BUNDLE", "Bundle id or the beginning of one");
        Verb(models, "show", "One bundle's card", (call, cancel) => ModelVerbs.ShowAsync(call, call.Get(bundle)!, cancel), bundle);
        var (first, second) = (One("A", "Bundle id or the beginning of one"), One("B", "Bundle to hold against it"));
        var (compareLabels, compareBenign) = (Text("--labels", "FILE", "Labels: transfer_id,typology,scenario"), Text("--benign", "FILE", "Look-alikes: transfer_id,scenario"));
        Verb(
            models, "compare", "Compare two bundles on a backtest by date",
            (call, cancel) => LifecycleVerbs.CompareAsync(call, call.Get(first)!, call.Get(second)!, new(call.Get(compareLabels), call.Get(compareBenign)), cancel),
            first, second, compareLabels, compareBenign);
        var promoted = One("BUNDLE", "Bundle id or the beginning of one");
        var (promoteLabels, promoteBenign) = (Text("--labels", "FILE", "Labels: transfer_id,typology,scenario"), Text("--benign", "FILE", "Look-alikes: transfer_id,scenario"));
        var force = new Option<bool>("--force") { Description = "Even if it is worse" };
        var why = Text("--reason", "TEXT", "Why; asked for with --force");
        Verb(
            models, "promote", "Make a bundle the one in use, unless a backtest finds it worse",
            (call, cancel) => LifecycleVerbs.PromoteAsync(call, call.Get(promoted)!, new(call.Get(promoteLabels), call.Get(promoteBenign)), call.Get(force), call.Get(why), cancel),
            promoted, promoteLabels, promoteBenign, force, why);
        var whyBack = Text("--reason", "TEXT", "Why");
        Verb(models, "rollback", "Go back to the bundle used before", (call, cancel) => LifecycleVerbs.RollBackAsync(call, call.Get(whyBack), cancel), whyBack);

        var features = Group("features", "Features of a run");
        var (run, file) = (Run(), Required("--out", "F.parquet", "File to write"));
        Verb(features, "export", "Every feature of a run's payouts as Parquet", (call, cancel) => ModelVerbs.ExportFeaturesAsync(call, call.Get(run)!, call.Get(file)!, cancel), run, file);

        var scores = Group("scores", "Scores of a run");
        var (scored, scoreFile) = (Run(), Required("--out", "F.csv", "File to write"));
        Verb(scores, "export", "Every score of a run: transfer_id,typology,score,rank,review_rank", (call, cancel) => ModelVerbs.ExportScoresAsync(call, call.Get(scored)!, call.Get(scoreFile)!, cancel), scored, scoreFile);
    }

    private void AddScreening()
    {
        var lists = Group("lists", "Sanctions lists");
        var source = One("SOURCE", "ofac, ofac-consolidated, un, uk, eu, opensanctions, crypto or own");
        var path = One("PATH", "A file, or a folder of the publisher's files");
        var shrink = new Option<bool>("--allow-shrink") { Description = "Take the list although it has far fewer entries than the one in force" };
        Verb(lists, "load", "Load a list as a new dated snapshot", (call, cancel) => ScreeningVerbs.LoadAsync(call, call.Get(source)!, call.Get(path)!, call.Get(shrink), cancel), source, path, shrink);
        Verb(lists, "status", "Lists in force, their dates and ages", ScreeningVerbs.StatusAsync);
        var all = new Option<bool>("--all") { Description = "For every entry in force, whatever was looked for before" };
        Verb(lists, "lookback", "Past payouts that entries concern which came or changed since the last look-back, and the money", (call, cancel) => ScreeningVerbs.LookBackAsync(call, call.Get(all), cancel), all);
        var (before, after) = (One("A", "Snapshot id or the beginning of one, or a file or folder of the publisher's files"), One("B", "The same, of the later state"));
        var of = Text("--source", "SOURCE", "The list that files are of, when their names do not tell");
        Verb(lists, "diff", "What two states of a list differ in, entry by entry", (call, cancel) => ScreeningVerbs.DiffAsync(call, call.Get(before)!, call.Get(after)!, call.Get(of), cancel), before, after, of);

        var name = Text("--name", "N", "Name to screen");
        var birth = Text("--dob", "D", "Birth date (yyyy-MM-dd) or year");
        var country = Text("--country", "C", "Country of residence, work or nationality (ISO 3166-1 alpha-2)");
        var wallet = Text("--wallet", "W", "Wallet address to look up");
        var file = Text("--file", "F", "CSV of names: id,name[,dob,country,type]");
        var target = Text("--out", "F", "CSV to write: id,list,entry_id,matched_name,score,decision,why");
        var then = Parsing.Date("--as-of", "Screen against the lists that were in force at the end of this day (yyyy-MM-dd)");
        Verb(
            _root, "screen", "Screen a name, a wallet or a file of names against all lists loaded",
            (call, cancel) => ScreeningVerbs.ScreenAsync(
                call, new ScreenRequest(call.Get(name), call.Get(birth), call.Get(country), call.Get(wallet), call.Get(file), call.Get(target), call.Get(then)), cancel),
            name, birth, country, wallet, file, target, then);
    }

    private void AddFindings()
    {
        var flags = Group("flags", "Flagged transfers");
        var run = Run();
        var held = new Option<bool>("--held-back") { Description = "Also those over the night's budget" };
        Verb(flags, "list", "Flags of a run in rank order", (call, cancel) => FindingVerbs.ListAsync(call, call.Get(run)!, call.Get(held), cancel), run, held);

        var flag = One("FLAG", "Flag id or the beginning of one");
        Verb(flags, "show", "One flag with reasons and decisions", (call, cancel) => FindingVerbs.ShowAsync(call, call.Get(flag)!, cancel), flag);

        var (exported, file) = (Run(), Required("--out", "F.csv", "File to write"));
        Verb(flags, "export", "Flags of a run as CSV: columns of flagged_transfer, and reasons", (call, cancel) => FindingVerbs.ExportAsync(call, call.Get(exported)!, call.Get(file)!, cancel), exported, file);

        var decided = One("FLAG", "Flag id or the beginning of one");
        var decision = Parsing.OneOf(Required("--decision", "D", "hold, release, escalate or confirm"), "hold", "release", "escalate", "confirm");
        var reason = Required("--reason", "CODE", "Reason code of your house");
        var note = Text("--note", "TEXT", "What the reviewer found");
        var actor = Text("--actor", "NAME", "Who decides; the signed-in user when absent");
        Verb(
            flags, "decide", "Record a decision on a flag",
            (call, cancel) => FindingVerbs.DecideAsync(call, new DecideRequest(call.Get(decided)!, call.Get(decision)!, call.Get(reason)!, call.Get(note), call.Get(actor)), cancel),
            decided, decision, reason, note, actor);

        var reported = Run();
        Verb(_root, "report", "Write a run's report again from the store", (call, cancel) => NightVerbs.ReportAsync(call, call.Get(reported)!, cancel), reported);
    }

    private void AddSuppressions()
    {
        var suppressions = Group("suppressions", "Flags that need not come again while what they hang on stays as it is");
        var flag = One("FLAG", "Flag id or the beginning of one");
        var code = Required("--reason", "CODE", "The reason of the flag that was found innocent");
        var until = Parsing.Date("--until", "Last day on which it holds, UTC (yyyy-MM-dd)");
        until.Required = true;
        var note = Required("--note", "TEXT", "Why it is innocent");
        var actor = Text("--actor", "NAME", "Who asks; the signed-in user when absent");
        Verb(
            suppressions, "propose", "Ask that a payee's flag for one reason and account be kept back; another person must approve",
            (call, cancel) => SuppressionVerbs.ProposeAsync(
                call, new SuppressionRequest(call.Get(flag)!, call.Get(code)!, call.Get(until)!.Value, call.Get(note)!, call.Get(actor) ?? call.Around.User), cancel),
            flag, code, until, note, actor);
        var (approved, approver) = (One("SUPPRESSION", "Id or the beginning of one"), Text("--actor", "NAME", "Who approves; the signed-in user when absent"));
        Verb(suppressions, "approve", "Put in force what another person proposed", (call, cancel) => SuppressionVerbs.ApproveAsync(call, call.Get(approved)!, call.Get(approver) ?? call.Around.User, cancel), approved, approver);
        var (revoked, revoker) = (One("SUPPRESSION", "Id or the beginning of one"), Text("--actor", "NAME", "Who revokes; the signed-in user when absent"));
        var why = Required("--reason", "TEXT", "Why");
        Verb(suppressions, "revoke", "End one, proposed or in force", (call, cancel) => SuppressionVerbs.RevokeAsync(call, call.Get(revoked)!, call.Get(why)!, call.Get(revoker) ?? call.Around.User, cancel), revoked, why, revoker);
        var all = new Option<bool>("--all") { Description = "Also those that have ended" };
        Verb(suppressions, "list", "Proposed and in force, with whom and to when", (call, cancel) => SuppressionVerbs.ListAsync(call, call.Get(all), cancel), all);
    }

    private void AddAudit()
    {
        var audit = Group("audit", "The audit trail");
        var from = Parsing.Date("--from", "First day of the period, UTC (yyyy-MM-dd); from the beginning when absent");
        var to = Parsing.Date("--to", "Last day of the period, UTC (yyyy-MM-dd); today when absent");
        var folder = Required("--out", "DIR", "Folder to make");
        var role = Parsing.OneOf(new Option<string>("--role") { Description = "For whom: auditor, compliance (with names) or data_scientist (without identifiers)", HelpName = "ROLE", DefaultValueFactory = _ => PackRoles.Auditor }, PackRoles.All);
        Verb(
            audit, "export", "Write the trail of a period as a signed pack that verifies elsewhere",
            (call, cancel) => AuditVerbs.ExportAsync(
                call,
                new PackFilter(call.Get(from), call.Get(to) ?? DateOnly.FromDateTime(call.Around.Clock.GetUtcNow().UtcDateTime), call.Get(role)!),
                call.Get(folder)!, cancel),
            from, to, folder, role);

        var target = new Argument<string?>("DIR-or-store") { Description = "A pack, a data folder, or `store` for that of --data", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => null };
        var key = Text("--key", "KEY-ID", "The key that a pack must be signed with");
        var files = new Option<bool>("--files") { Description = "Of a store: also hash the lake, the models and the lists that the trail names" };
        Verb(
            audit, "verify", "Check a pack, or the chain of events and the tables of a store; exit code 6 and the place when something was altered",
            (call, cancel) => AuditVerbs.VerifyAsync(call, call.Get(target), call.Get(key), call.Get(files), cancel), target, key, files);
        var replayed = new Argument<string?>("FLAG") { Description = "Flag id or the beginning of one; every flag of --run when absent", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => null };
        var replayedRun = Run();
        Verb(
            audit, "replay", "Compute old flags again from what their run named, and say what differs; exit code 6 when something does, 4 when what it takes is gone",
            (call, cancel) => AuditVerbs.ReplayAsync(call, call.Get(replayed), call.Get(replayedRun)!, cancel), replayed, replayedRun);
        Verb(audit, "keys", "The keys that signed packs and checkpoints here", AuditVerbs.KeysAsync);
        Verb(audit, "rotate-key", "Let a new key sign from now on", AuditVerbs.RotateKeyAsync);
    }

    private void AddPrivacy()
    {
        var privacy = Group("privacy", "Personal data: where it is, how long it stays, how it goes");
        Verb(privacy, "inventory", "Every place that holds personal data, with what ends it; and legal holds in force", PrivacyVerbs.InventoryAsync);
        Person("erase", "Take one payee's particulars out of lake, quarantine, tables and reports; the trail goes on to verify", PrivacyVerbs.EraseAsync);
        Person("hold", "Place a legal hold: nothing of the payee is erased or pruned", (call, person, cancel) => PrivacyVerbs.HoldAsync(call, person, release: false, cancel));
        Person("unhold", "Release a legal hold", (call, person, cancel) => PrivacyVerbs.HoldAsync(call, person, release: true, cancel));
        var (former, whyOther, other) = (
            Text("--from-variable", "NAME", "Environment variable with the key until now, in base64; the files are not encrypted when absent"),
            Required("--reason", "TEXT", "Why, without a name; for the audit trail"), Text("--actor", "NAME", "Who asks; the signed-in user when absent"));
        Verb(
            privacy, "rekey", "Put the lake's names under the key that Lake:PartyKeyVariable holds now, or under none",
            (call, cancel) => PrivacyVerbs.RekeyAsync(call, call.Get(former), call.Get(whyOther)!, call.Get(other) ?? call.Around.User, cancel), former, whyOther, other);
        var days = Parsing.Number("--quarantine-days", "N", "Delete quarantine files older than that, 1 to 3650", 90);
        var reports = Parsing.Number("--report-days", "N", "Delete reports of runs that ended longer ago, 1 to 3650; 0: leave them", 0);
        var lake = Parsing.Number("--lake-days", "N", "Delete lake files whose last pay date is older, 400 to 3650; runs that saw them cannot be replayed any more; 0: leave them", 0);
        var dry = new Option<bool>("--dry-run") { Description = "Only say what would go" };
        Verb(privacy, "prune", "Delete what has been kept long enough and is under no legal hold", (call, cancel) => PrivacyVerbs.PruneAsync(call, call.Get(days), call.Get(reports), call.Get(lake), call.Get(dry), cancel), days, reports, lake, dry);

        void Person(string name, string does, Func<VerbCall, PersonRequest, CancellationToken, Task<ExitCode>> action)
        {
            var (employer, employee) = (Required("--employer", "ID", "Legal entity or client"), Required("--employee", "ID", "Payee's number there"));
            var (why, actor) = (Required("--reason", "TEXT", "Why, without a name; for the audit trail"), Text("--actor", "NAME", "Who asks; the signed-in user when absent"));
            Verb(
                privacy, name, does,
                (call, cancel) => action(call, new PersonRequest(call.Get(employer)!, call.Get(employee)!, call.Get(why)!, call.Get(actor) ?? call.Around.User), cancel),
                employer, employee, why, actor);
        }
    }

    private void AddRest()
    {
        var employees = Parsing.Number("--employees", "N", "Payees, 50 to 5000000", 20_000);
        var months = Parsing.Number("--months", "M", "Months, the last is the night's; 1 to 60", 13);
        var seed = Parsing.Number("--seed", "S", "The same seed gives the same bytes", 1);
        var withheld = new Option<bool>("--withheld") { Description = "Plant as well the scheme that is kept out of what the detectors are tuned on" };
        var folder = Required("--out", "DIR", "Folder to write to");
        Verb(
            _root, "generate", "Write a labelled, invented payroll",
            (call, cancel) => GenerateVerb.RunAsync(call, call.Get(employees), call.Get(months), call.Get(seed), call.Get(withheld), call.Get(folder)!, cancel), employees, months, seed, withheld, folder);

        var once = new Option<bool>("--once") { Description = "Run the night now and end" };
        Verb(_root, "serve", "Run the night from a watched folder, on a schedule", (call, cancel) => ServeVerb.RunAsync(call, call.Get(once), cancel), once);
    }

    private void Verb(Command parent, string name, string does, VerbAction action, params ReadOnlySpan<Symbol> symbols)
    {
        var command = new Command(name, does);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Add(argument);
            else command.Add((Option)symbol);
        }
        command.SetAction((parsed, cancel) => Boundary.RunAsync(parsed, _globals.Of(parsed), _around, action, cancel));
        parent.Add(command);
    }

    private Command Group(string name, string does)
    {
        var command = new Command(name, does);
        _root.Add(command);
        return command;
    }

    private static Argument<string[]> Paths(string name, string does) => new(name) { Description = does, Arity = ArgumentArity.OneOrMore };

    private static Argument<string> One(string name, string does) => new(name) { Description = does };

    private static Option<string?> Text(string name, string value, string does) => new(name) { Description = does, HelpName = value };

    private static Option<string> Required(string name, string value, string does) => new(name) { Description = does, HelpName = value, Required = true };

    private static Option<string> Run() => new("--run") { Description = "Run id, the beginning of one, or latest", HelpName = "RUN", DefaultValueFactory = _ => "latest" };

    private sealed class SayVersion(TextWriter writer) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            writer.WriteLine("paysieve " + Program.Version);
            return 0;
        }
    }
}
