// The table of detectors: every hard fact has one rule, and weights and guards do what their words say.
using Paysieve.Pipeline.Detection;
using Paysieve.Pipeline.Features;
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
        Assert.AreEqual(2.5, DetectorCatalog.Weight(Facts, Typology.SharedAccount), 1e-12);
        Assert.AreEqual(2, DetectorCatalog.Weight(Facts, Typology.PayoutRouting), 1e-12);
        Assert.AreEqual(0, DetectorCatalog.Weight(Facts, Typology.CurrencyHop));
        Assert.AreEqual(1, DetectorCatalog.Leaves(Innocents.None, Typology.PayoutRouting));
        Assert.AreEqual(0.35 * 0.5, DetectorCatalog.Leaves(Innocents.MergerCohort | Innocents.Relocation | Innocents.Household, Typology.PayoutRouting), 1e-12);
    }

    [TestMethod]
    public void Settings_out_of_range_are_all_told()
    {
        Assert.IsEmpty(new DetectionSettings().Failures());
        var wrong = new DetectionSettings { Trees = 9, SampleSize = 15, ForestWeight = double.NaN, MaxTrainingRows = 999 };
        Assert.HasCount(4, wrong.Failures());
    }
}
