// The table of detectors: every hard fact has one rule, and weights and guards do what their words say.
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
using Paysieve.Pipeline.Findings;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Detection;

[TestClass]
public sealed class DetectorCatalogTests
{
    [TestMethod]
    public void Every_hard_fact_has_one_rule_with_a_code_of_its_own()
    {
        var facts = Enum.GetValues<HardFacts>().Where(fact => fact != HardFacts.None).ToArray();
        CollectionAssert.AreEquivalent(facts, DetectorCatalog.HardRules.Select(rule => rule.Fact).ToArray());
        var codes = DetectorCatalog.HardRules.Select(rule => rule.Code).Concat(FeatureCatalog.All.Select(feature => feature.Code)).ToArray();
        Assert.HasCount(codes.Length, codes.Distinct(StringComparer.Ordinal).ToArray());
        foreach (var rule in DetectorCatalog.HardRules)
        {
            Assert.IsGreaterThan(0.0, rule.Weight);
            Assert.AreNotEqual("", rule.FalseAlarm);
            StringAssert.EndsWith(rule.Sentence(new PayoutFacts { UnrelatedGroups = 3, Employers = 2, IdentifierOthers = 4 }), ".");
        }
    }

    [TestMethod]
    public void Weights_add_up_within_their_typology_and_guards_multiply()
    {
        const HardFacts Facts = HardFacts.ThreeUnrelatedPeople | HardFacts.SharedAcrossEmployers | HardFacts.PayAfterExit;
        Assert.AreEqual(3.1, DetectorCatalog.Weight(Facts, Typology.SharedAccount), 1e-12);
        Assert.AreEqual(2.6, DetectorCatalog.Weight(Facts, Typology.PayoutRouting), 1e-12);
        foreach (var rule in DetectorCatalog.HardRules.Where(rule => rule.Weight >= 2))
            Assert.IsGreaterThanOrEqualTo(new Paysieve.Pipeline.Findings.AlertingSettings().LeastEvidence, rule.Weight, $"{rule.Code} is raised whatever the models say");
        Assert.AreEqual(0, DetectorCatalog.Weight(Facts, Typology.CurrencyHop));
        Assert.AreEqual(1, DetectorCatalog.Leaves(Innocents.None, EvidenceFamily.Route));
        Assert.AreEqual(0.35 * 0.5, DetectorCatalog.Leaves(Innocents.MergerCohort | Innocents.Relocation | Innocents.Household, EvidenceFamily.Route), 1e-12);
        Assert.AreEqual(
            DetectorCatalog.Leaves(Innocents.None, EvidenceFamily.Hand), DetectorCatalog.Leaves(Innocents.MergerCohort | Innocents.Relocation, EvidenceFamily.Hand),
            "a merger explains the account, not the hand that signed alone");
        Assert.AreEqual(0.5, DetectorCatalog.Leaves(Innocents.MergerCohort, EvidenceFamily.Sharing), 1e-12, "a bank numbers the accounts of those whom it takes over");
    }

    [TestMethod]
    public void Every_guard_is_told_to_the_reviewer_of_its_typology()
    {
        foreach (var (explanation, family, leaves) in DetectorCatalog.Guards)
        {
            Assert.IsTrue(leaves is > 0 and < 1, explanation.ToString());
            var told = InnocentWords.Of(new PayoutFacts { Tested = explanation, Applies = explanation }, FeatureCatalog.TypologyOf(family));
            Assert.HasCount(1, told, $"{explanation}, {family}");
            Assert.IsTrue(told[0].Applies);
        }
    }

    [TestMethod]
    public void Every_explanation_has_a_bit_of_its_own_and_words()
    {
        var seen = Innocents.None;
        foreach (var explanation in Enum.GetValues<Innocents>().Where(explanation => explanation != Innocents.None))
        {
            Assert.IsTrue(System.Numerics.BitOperations.IsPow2((ulong)explanation), explanation.ToString());
            Assert.AreEqual(Innocents.None, seen & explanation, $"{explanation} stands where another stands");
            seen |= explanation;
            Assert.IsTrue(TypologyWords.Behavioural.Any(typology => InnocentWords.Of(new PayoutFacts { Tested = explanation }, typology).Count == 1), explanation.ToString());
        }
        Assert.IsGreaterThan(16, System.Numerics.BitOperations.LeadingZeroCount((ulong)seen), "room for more");
    }

    [TestMethod]
    public void The_strongest_witness_counts_whole_and_others_add_half_of_what_is_notable()
    {
        Span<double> counted = stackalloc double[3];
        Assert.AreEqual(3 + 0.5 * (2.3 - 1.3), EvidenceSum.Of([2.3, 3, 1.2], counted), 1e-12);
        CollectionAssert.AreEqual(new[] { 0.5 * (2.3 - 1.3), 3, 0 }, counted.ToArray());
        Assert.AreEqual(0, EvidenceSum.Of([0, double.NaN, 0], counted));
        var random = new Random(11);
        for (var round = 0; round < 2000; round++)
        {
            double[] parts = [random.NextDouble() * 6, random.NextDouble() * 6, random.Next(3) == 0 ? double.NaN : random.NextDouble() * 6];
            var before = EvidenceSum.Of(parts, counted);
            Assert.AreEqual(before, counted[0] + counted[1] + counted[2], 1e-12);
            parts[random.Next(2)] += random.NextDouble();
            Assert.IsGreaterThanOrEqualTo(before - 1e-12, EvidenceSum.Of(parts, counted), $"round {round}");
        }
    }

    [TestMethod]
    public void Only_grave_facts_keep_a_payout_out_of_training()
    {
        Assert.IsTrue(DetectorCatalog.IsGrave(HardFacts.PayAfterExit | HardFacts.SelfApproved));
        Assert.IsFalse(DetectorCatalog.IsGrave(HardFacts.SelfApproved | HardFacts.NameRefused));
        Assert.IsFalse(DetectorCatalog.IsGrave(HardFacts.None));
    }

    [TestMethod]
    public void Settings_out_of_range_are_all_told()
    {
        Assert.IsEmpty(new DetectionSettings().Failures());
        var wrong = new DetectionSettings { Trees = 9, SampleSize = 15, ForestWeight = double.NaN, MaxTrainingRows = 999 };
        Assert.HasCount(4, wrong.Failures());
    }
}
