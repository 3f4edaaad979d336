// From a ranked payout to what a reviewer reads.
using System.Text.Json;
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Lake;
using Paysieve.Pipeline.Tests.Lake;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Findings;

[TestClass]
public sealed class FlagWriterTests
{
    private const string RunKey = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private const double Least = 2;

    private static FlagDraft Draft(double routing, double sharing, double currency, ListDecision list = ListDecision.None, bool heldBack = false) => new()
    {
        Transfer = new TransferDetail
        {
            TransferId = "T1",
            EmployerId = "ACME",
            EmployeeId = "E1",
            PayDate = new DateOnly(2026, 1, 28),
            Amount = LakeFixture.Money(2500, "EUR"),
            AccountMasked = "****1112",
            AccountScheme = AccountScheme.Domestic,
            PayeeParty = 1,
            HolderParty = 0,
        },
        Facts = new PayoutFacts { Tested = Innocents.MergerCohort | Innocents.Relocation | Innocents.Household, Applies = Innocents.Relocation, GapDays = 2 },
        Candidate = new Candidate(routing, sharing, currency, list, list == ListDecision.None ? 0 : 3, list == ListDecision.None ? 0 : 0.91, 2875, 42),
        Parts = TypologyWords.Behavioural.Zip([routing, sharing, currency])
            .Where(pair => !double.IsNaN(pair.Second))
            .ToDictionary(pair => pair.First, pair => Parts(pair.Second)),
        Detectors = new Dictionary<Typology, IReadOnlyDictionary<string, double>>(),
        Matches = list == ListDecision.None ? [] : [new MatchNote("employee", "own", "2026-01-01", "7", "Wolfgang Ohnemus", 0.91, list == ListDecision.Match ? "match" : "review", ["All name parts agree."])],
        Route = [],
        Legs = [],
        Rank = 3,
        HeldBack = heldBack,
    };

    /// <summary>Nine parts that add up to the evidence, one of them negative, the last ones too small to tell.</summary>
    private static IReadOnlyList<EvidencePart> Parts(double evidence)
    {
        double[] shares = [0.4, 0.25, 0.15, 0.1, 0.08, 0.05, 0.04, 0.01, -0.08];
        return [.. shares.Select((share, i) => new EvidencePart("C" + i, "Feature" + i, i == 1 ? float.NaN : i, 99.5, share * evidence, $"Sentence {i}."))];
    }

    private static Flag[] Write(FlagDraft draft) => [.. FlagWriter.Write(RunKey, draft, Least)];

    [TestMethod]
    [DataRow(2.5)]
    [DataRow(4)]
    [DataRow(11)]
    public void Contributions_of_the_reasons_add_up_to_the_score(double evidence)
    {
        var flag = Write(Draft(evidence, 0.2, 0.1)).Single();

        Assert.AreEqual(1 - Math.Pow(10, -evidence), flag.Score, 1e-12);
        Assert.AreEqual(flag.Score, flag.Reasons.Sum(reason => reason.Contribution), 1e-9);
        Assert.AreEqual("OTHER", flag.Reasons[^1].Code);
        Assert.HasCount(7, flag.Reasons);
        CollectionAssert.AreEqual(Enumerable.Range(1, 7).ToArray(), flag.Reasons.Select(reason => reason.Ordinal).ToArray());
        Assert.IsNull(flag.Reasons[1].Value, "a missing value is no number");
    }

    [TestMethod]
    public void One_payout_under_two_typologies_is_two_flags_with_one_rank()
    {
        var flags = Write(Draft(3, 4, 0.5));

        CollectionAssert.AreEqual(new[] { Typology.PayoutRouting, Typology.SharedAccount }, flags.Select(flag => flag.Typology).ToArray());
        Assert.IsTrue(flags.All(flag => flag.Rank == 3));
        Assert.AreNotEqual(flags[0].FlagId, flags[1].FlagId);
        Assert.AreEqual(Band.Medium, flags[0].Band);
        Assert.AreEqual(Band.High, flags[1].Band);
    }

    [TestMethod]
    public void A_flag_id_depends_on_run_payout_and_typology_alone()
    {
        var flag = Write(Draft(3, 0, 0)).Single();

        Assert.AreEqual(32, flag.FlagId.Length);
        Assert.AreEqual(flag.FlagId, Write(Draft(9, 0, 0, heldBack: true)).Single().FlagId);
        Assert.AreEqual(flag.FlagId, FlagWriter.FlagId(RunKey, "T1", Typology.PayoutRouting));
        var ids = new[] { (RunKey, "T1"), (RunKey, "T2"), (RunKey[..63] + "e", "T1") }
            .SelectMany(pair => TypologyWords.All.Select(typology => FlagWriter.FlagId(pair.Item1, pair.Item2, typology))).ToArray();
        Assert.HasCount(12, ids.Distinct(StringComparer.Ordinal).ToArray());
    }

    [TestMethod]
    public void A_payout_that_only_both_families_lifted_over_the_line_is_told_under_the_stronger()
    {
        var flags = Write(Draft(1.9, 1.8, 0.1));
        Assert.AreEqual(Typology.PayoutRouting, flags.Single().Typology);
        Assert.AreEqual(Band.Low, flags.Single().Band);
    }

    [TestMethod]
    public void What_could_not_be_assessed_raises_no_flag()
    {
        Assert.AreEqual(Typology.PayoutRouting, Write(Draft(3, double.NaN, 0)).Single().Typology);
    }

    [TestMethod]
    public void A_list_match_is_critical_and_never_held_back_and_says_so_calmly()
    {
        var flags = Write(Draft(3, 0, 0, ListDecision.Match, heldBack: true));

        var match = flags.Single(flag => flag.Typology == Typology.SanctionsMatch);
        Assert.IsFalse(match.HeldBack);
        Assert.IsTrue(flags.Single(flag => flag.Typology == Typology.PayoutRouting).HeldBack);
        Assert.AreEqual(Band.Critical, match.Band);
        Assert.AreEqual(0.91, match.Score);
        Assert.AreEqual(0.91, match.Reasons.Sum(reason => reason.Contribution), 1e-12);
        StringAssert.StartsWith(match.Reasons[0].Sentence, "Possible match: the employee may be Wolfgang Ohnemus");
        Assert.AreEqual(Band.High, Write(Draft(0, 0, 0, ListDecision.Review)).Single().Band);
        Assert.IsEmpty(Write(Draft(3, 0, 0)).Single().Explanation.Matches);
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(-1)]
    public void Nobody_is_told_to_call_a_payee_who_may_be_listed_before_compliance_agrees(int gapDays)
    {
        string Suggested(ListDecision list)
        {
            var draft = Draft(3, 0, 0, list);
            var flags = Write(draft with { Facts = draft.Facts with { GapDays = gapDays } });
            return flags.Single(flag => flag.Typology == Typology.PayoutRouting).Explanation.Suggestion!;
        }

        Assert.DoesNotContain("compliance", Suggested(ListDecision.None));
        Assert.Contains("only once compliance agrees", Suggested(ListDecision.Match));
        Assert.Contains("only once compliance agrees", Suggested(ListDecision.Review));
    }

    [TestMethod]
    public void A_flag_says_which_innocent_explanations_were_tested_those_that_apply_first()
    {
        var innocent = Write(Draft(3, 0, 0)).Single().Explanation.Innocent;

        CollectionAssert.AreEqual(new[] { "relocation", "bank_merger" }, innocent.Select(test => test.Name).ToArray());
        Assert.IsTrue(innocent[0].Applies);
        Assert.IsFalse(innocent[1].Applies);
        StringAssert.StartsWith(innocent[1].Sentence, "No bank merger");
    }

    [TestMethod]
    public void The_same_draft_gives_the_same_flag()
    {
        Assert.AreEqual(JsonSerializer.Serialize(Write(Draft(3, 4, 5))), JsonSerializer.Serialize(Write(Draft(3, 4, 5))));
    }

    [TestMethod]
    public void Money_at_stake_is_roughly_in_dollars_and_unknown_currencies_have_none()
    {
        Assert.AreEqual(1150, ReferenceRates.Usd("EUR", 1000));
        Assert.AreEqual(1980, ReferenceRates.Usd("JPY", 300_000));
        Assert.AreEqual(100_000, ReferenceRates.Usd("XBT", 1));
        Assert.IsNull(ReferenceRates.Usd("XXX", 1));
    }
}
