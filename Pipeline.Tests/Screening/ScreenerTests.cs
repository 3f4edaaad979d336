// Who becomes a possible match, who does not, and what is said about it.
using System.Globalization;
using System.Text.Json;
using Bogus;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class ScreenerTests
{
    private static readonly Lazy<(ListSnapshotSet Lists, Screener Screener)> Sample = new(() =>
    {
        using var lists = new SampleLists();
        lists.Store.LoadFolder(SampleLists.Excerpt);
        var set = lists.Store.Open();
        return (set, new Screener(set, new ScreeningOptions()));
    });

    [TestMethod]
    [DataRow("Ghorbanian Mohamad", "GHORBANIYAN, Mohammad", "Person|1987-03-09|IR|GHORBANIYAN, Mohammad")]
    [DataRow("Gim Young-cheol", "KIM, Yong Chol", "Person|1962|KP|KIM, Yong Chol")]
    [DataRow("Strizhow Andrey Aleksandrovich", "STRIZHOV, Andrei Alexandrovich", "Person|||STRIZHOV, Andrei Alexandrovich")]
    [DataRow("Андрей Стрижов", "STRIZHOV, Andrei Alexandrovich", "Person|||STRIZHOV, Andrei Alexandrovich")]
    [DataRow("김용철", "KIM, Yong Chol", "Person|||KIM, Yong Chol")]
    [DataRow("S.I.S. d.o.o.", "SIS DOO", "Company|||SIS DOO")]
    [DataRow("Sinotech Shipping", "SINO TECH SHIPPING CO., LTD.", "Company|||SINO TECH SHIPPING CO., LTD.")]
    public void A_known_perturbation_is_found(string name, string listed, string line)
    {
        var matches = new Screener(SampleLists.Of(line), new ScreeningOptions()).Screen(new ScreeningSubject("1", name));
        Assert.HasCount(1, matches);
        Assert.AreEqual(listed, matches[0].Explanation.MatchedName);
    }

    [TestMethod]
    [DataRow("Star Shipping 2", "Vessel|||STAR SHIPPING 1")]
    [DataRow("Gamma General Trading LLC", "Company|||OMEGA GENERAL TRADING LLC")]
    [DataRow("Petra Technology International", "Company|||ZARIN TECHNOLOGY INTERNATIONAL")]
    [DataRow("Anna Strizhov", "Person|||STRIZHOV, Andrei")]
    [DataRow("Trading Company Ltd", "Company|||ALFA TRADING COMPANY LTD")]
    [DataRow("...", "Person|||KIM, Yong Chol")]
    public void A_name_with_another_distinguishing_part_is_not_raised(string name, string line) =>
        Assert.IsEmpty(new Screener(SampleLists.Of(line), new ScreeningOptions()).Screen(new ScreeningSubject("1", name)));

    [TestMethod]
    public void A_common_name_is_a_match_when_a_birth_date_agrees_and_a_namesake_s_in_any_other_year()
    {
        var screener = new Screener(SampleLists.Of("Person|1962-02-18|KP|KIM, Yong Chol", "Person|1962-02-18|RU|STRIZHOVSKY, Avdotya"), new ScreeningOptions());
        PossibleMatch Of(string name, int year, int month, string country) => screener.Screen(new ScreeningSubject("1", name, PartyKind.Person, BirthDate.Day(year, month, 18), [country])).Single();
        Assert.AreEqual("of a name that many bear and born in another year, and in no listed country", Of("Kim Yong Chol", 1963, 7, "KR").NamesakeBy);
        Assert.AreEqual("born 5 years or more from every listed date, and in no listed country", Of("Kim Yong Chol", 1991, 7, "KR").NamesakeBy);
        Assert.IsNull(Of("Kim Yong Chol", 1963, 7, "KP").NamesakeBy, "a country agrees");
        Assert.IsNull(Of("Kim Yong Chol", 1991, 2, "KR").NamesakeBy, "a slip of the year");
        Assert.IsNull(Of("Avdotya Strizhovsky", 1963, 7, "DE").NamesakeBy, "few bear the name");
        Assert.AreEqual(ScreeningDecision.Review, screener.Screen(new ScreeningSubject("1", "Kim Yong Chol", PartyKind.Person)).Single().Decision);
        Assert.AreEqual(ScreeningDecision.Match, screener.Screen(new ScreeningSubject("1", "Kim Yong Chol", PartyKind.Person, BirthDate.Day(1962, 2, 18))).Single().Decision);
    }

    [TestMethod]
    [DataRow(5)]
    [DataRow(0)]
    public void A_namesake_is_none_when_nearly_a_number_agrees_nor_where_the_setting_says_so(int years)
    {
        var lists = SampleLists.Of("Person|1962-02-18|KP|KIM, Yong Chol");
        lists = new ListSnapshotSet(lists.Lists.Select(l => l with { Parties = [.. l.Parties.Select(p => p with { Identifiers = [new ListedIdentifier("Passport", "AB1234567")] })] }));
        var screener = new Screener(lists, new ScreeningOptions { NamesakeYears = years });
        PossibleMatch Of(int year, string number) =>
            screener.Screen(new ScreeningSubject("1", "Kim Yong Chol", PartyKind.Person, BirthDate.Day(year, 7, 3), ["KR"]) { Identifiers = [number] }).Single();
        foreach (var year in (int[])[1963, 1991])
        {
            var match = Of(year, "AB1234576");
            Assert.AreEqual((ScreeningDecision.Review, null), (match.Decision, match.NamesakeBy));
            Assert.AreEqual(years == 0, Of(year, "XY7654321").NamesakeBy is null);
        }
    }

    [TestMethod]
    [DataRow("1991-07-03", "DE", true)]
    [DataRow("1991-07-03", "RU", false, DisplayName = "a country agrees")]
    [DataRow("1991-07-03", "", false, DisplayName = "no country is known")]
    [DataRow("1965-07-03", "DE", false, DisplayName = "three years apart")]
    [DataRow("1926-02-18", "DE", false, DisplayName = "a slip of the year")]
    [DataRow("1962", "DE", false, DisplayName = "the year agrees")]
    public void A_namesake_is_another_by_birth_date_and_country(string born, string country, bool isNamesake)
    {
        ListSnapshotSet lists = SampleLists.Of("Person|1962-02-18;1963|RU|STRIZHOVSKY, Avdotya");
        Assert.IsTrue(BirthDate.TryParse(born, out var date));
        var subject = new ScreeningSubject("1", "Avdotya Strizhovsky", PartyKind.Person, date, country.Length == 0 ? [] : [country]);
        var match = new Screener(lists, new ScreeningOptions()).Screen(subject).Single();
        Assert.AreEqual(isNamesake, match.NamesakeBy is not null);
        Assert.AreEqual(isNamesake, match.Explanation.Sentences.Any(sentence => sentence.StartsWith("A namesake", StringComparison.Ordinal)));
        Assert.IsNull(new Screener(lists, new ScreeningOptions { NamesakeYears = 0 }).Screen(subject).Single().NamesakeBy);
    }

    [TestMethod]
    public void A_country_in_common_raises_no_score_by_itself()
    {
        var screener = new Screener(SampleLists.Of("Person|1962-02-18|KP|KIM, Yong Chol"), new ScreeningOptions());
        var without = screener.Screen(new ScreeningSubject("1", "Kim Yong Chul", PartyKind.Person)).Single();
        var with = screener.Screen(new ScreeningSubject("1", "Kim Yong Chul", PartyKind.Person, null, ["KP"])).Single();
        Assert.AreEqual(without.Score, with.Score);
        Assert.AreEqual(0, with.Explanation.Qualifiers.Single(q => q.Fact == "country").Effect);
    }

    [TestMethod]
    public void A_weak_alias_supports_and_never_seeds()
    {
        var screener = new Screener(SampleLists.Of("Person|||STRIZHOV, Andrei Alexandrovich|'Mastercartaria Boy"), new ScreeningOptions());
        Assert.IsEmpty(screener.Screen(new ScreeningSubject("1", "Mastercartaria Boy")));
        var supported = new Screener(SampleLists.Of("Person|||STRIZHOV, Andrei|'STRIZHOFF, Andrey"), new ScreeningOptions());
        Assert.Contains("weak_alias", supported.Screen(new ScreeningSubject("1", "Andrey Strizhoff")).Single().Explanation.Qualifiers.Select(q => q.Fact));
    }

    [TestMethod]
    public void The_order_of_parts_changes_nothing()
    {
        var (lists, screener) = Sample.Value;
        var random = new Randomizer(11);
        foreach (var party in lists.Parties.Where((_, i) => i % 3 == 0))
        {
            var tokens = NameFolding.Tokens(party.PrimaryName);
            if (tokens.Length is < 2 or > 6)
                continue;
            var straight = screener.Screen(new ScreeningSubject("1", string.Join(' ', tokens), party.Kind));
            var shuffled = screener.Screen(new ScreeningSubject("1", string.Join(' ', random.Shuffle(tokens)), party.Kind));
            CollectionAssert.AreEqual(straight.Select(TextButOrder).ToArray(), shuffled.Select(TextButOrder).ToArray(), "seed 11, entry " + party.EntryId);
            Assert.IsTrue(straight.Any(m => m.Party.EntryId == party.EntryId), "entry " + party.EntryId);
        }
    }

    [TestMethod]
    public void Many_at_once_give_what_each_gives_alone_and_twice_the_same()
    {
        var (lists, screener) = Sample.Value;
        var faker = new Faker("en") { Random = new Randomizer(5) };
        var subjects = lists.Parties.Select(p => p.Names[^1].Text).Concat(Enumerable.Range(0, 200).Select(_ => faker.Name.FullName()))
            .SelectMany((n, i) => new[] { new ScreeningSubject($"{i}a", n), new ScreeningSubject($"{i}b", n) }).ToList();
        var many = screener.ScreenMany(subjects);
        var again = new Screener(lists, new ScreeningOptions()).ScreenMany(subjects);
        for (var i = 0; i < subjects.Count; i++)
        {
            var alone = screener.Screen(subjects[i]).Select(Text).ToArray();
            CollectionAssert.AreEqual(alone, many[i].Select(Text).ToArray());
            CollectionAssert.AreEqual(alone, again[i].Select(Text).ToArray());
        }
    }

    [TestMethod]
    public void Many_at_once_tell_apart_who_differs_in_anything_but_the_id()
    {
        var lists = SampleLists.Of("Person|1962-02-18|KP|STRIZHOVSKY, Avdotya");
        lists = new ListSnapshotSet(lists.Lists.Select(l => l with { Parties = [.. l.Parties.Select(p => p with { Gender = "F", Identifiers = [new ListedIdentifier("Passport", "AB1234567")] })] }));
        var screener = new Screener(lists, new ScreeningOptions());
        var plain = new ScreeningSubject("1", "Avdotya Strizhovsky");
        ScreeningSubject[] subjects =
        [
            plain, plain with { Id = "2", Countries = [] }, plain with { Id = "3", Kind = PartyKind.Company }, plain with { Id = "4", BirthDate = BirthDate.Day(1962, 2, 18) }, plain with { Id = "5", BirthDate = BirthDate.Day(1990, 2, 18) },
            plain with { Id = "6", Countries = ["DE"] }, plain with { Id = "7", Countries = ["KP"] }, plain with { Id = "8", Gender = "M" }, plain with { Id = "9", Identifiers = ["AB1234567,XY7654321"] }, plain with { Id = "10", Identifiers = ["AB1234567", "XY7654321"] }, plain with { Id = "11", Name = "Avdotja Strizhovsky" },
        ];
        var many = screener.ScreenMany([.. subjects, .. subjects.Select(s => s with { Id = s.Id + "again" })]);
        for (var i = 0; i < many.Count; i++)
            CollectionAssert.AreEqual(screener.Screen(subjects[i % subjects.Length]).Select(Text).ToArray(), many[i].Select(Text).ToArray(), subjects[i % subjects.Length].Id);
        CollectionAssert.AreEqual(subjects.Select(s => s.Id + "again").ToArray(), many.Skip(subjects.Length).Select(m => m.Single().SubjectId).ToArray());
    }

    [TestMethod]
    public void A_name_listed_with_an_initial_is_found_by_what_stands_beside_it()
    {
        // Each with one part as an initial, the rarest part of some: found by it or not at all. Given names that so many share are not searched by.
        var random = new Randomizer(37);
        string[][] people = [.. Enumerable.Range(0, 2400).Select(i => new[] { random.ArrayElement(GivenNames), random.ArrayElement(GivenNames), Invented(random) })];
        var lines = people.Select((parts, i) => (i % 4 == 3 ? "Company" : "Person") + "|||" + string.Join(' ', parts.Select((part, k) => k == i % 3 ? part[..1] + "." : part)) + (i % 4 == 3 ? " Trading Ltd" : ""));
        var screener = new Screener(SampleLists.Of([.. lines]), new ScreeningOptions { ReviewThreshold = 0.51, WeakAliasSupport = 0 });
        var found = 0;
        foreach (var name in people.Take(240).Select(parts => string.Join(' ', parts)).Concat(people.Take(240).Select(parts => parts[0] + " " + parts[2])).Concat(people.Take(240).Select(parts => $"{parts[0][..1]} {parts[1]} {parts[2]}")))
        {
            var subject = new ScreeningSubject("1", name);
            var expected = screener.ScreenExhaustively(subject).Select(Text).ToArray();
            found += expected.Length;
            CollectionAssert.AreEqual(expected, screener.Screen(subject).Select(Text).ToArray(), "seed 37, " + name);
        }
        Assert.IsGreaterThan(60, found);
    }

    [TestMethod]
    public void An_entry_of_which_nobody_says_whether_it_is_somebody_is_compared_as_the_screened_name_is()
    {
        var random = new Randomizer(41);
        string[][] entries = [.. Enumerable.Range(0, 90).Select(i => Enumerable.Range(0, 1 + (i % 3)).Select(_ => Invented(random)).ToArray())];
        var screener = new Screener(SampleLists.Of([.. entries.Select(parts => "Unknown|||" + string.Join(' ', parts))]), new ScreeningOptions { ReviewThreshold = 0.51, WeakAliasSupport = 0 });
        string[] around = ["", " LLC", " Trading", " B", " Trading B Ltd"];
        var found = 0;
        foreach (var parts in entries)
            foreach (var name in around.Select(behind => string.Join(' ', parts) + behind).Concat([$"{parts[0]} Group", parts[0] + " " + Invented(random) + " Ltd"]))
            {
                var subject = new ScreeningSubject("1", name);
                var expected = screener.ScreenExhaustively(subject).Select(Text).ToArray();
                found += expected.Length;
                CollectionAssert.AreEqual(expected, screener.Screen(subject).Select(Text).ToArray(), "seed 41, " + name);
            }
        Assert.IsGreaterThan(300, found);
    }

    private static readonly string[] GivenNames = ["Maria", "Andrei", "Garegin", "Farid", "Ludmila", "Bohdan", "Sabina", "Timur", "Oksana", "Yong"];

    private static string Invented(Randomizer random) =>
        string.Concat(Enumerable.Range(0, 3).Select(_ => random.ArrayElement(["gra", "vel", "tos", "kim", "dru", "pan", "zor", "lem", "fis", "hut"]))) + random.ArrayElement(["ov", "yan", "idze", "enko"]);

    [TestMethod]
    public void The_search_loses_nothing_that_comparing_every_name_finds()
    {
        // Without support to add, the search looks no further down than the threshold: a bound that is too low shows.
        var lists = Sample.Value.Lists;
        var screener = new Screener(lists, new ScreeningOptions { WeakAliasSupport = 0 });
        var random = new Randomizer(29);
        var faker = new Faker("ko") { Random = random };
        var names = lists.Parties.SelectMany(p => p.Names).Select(n => Misspelt(n.Text, random)).Concat(Enumerable.Range(0, 60).Select(_ => faker.Name.FullName())).ToList();
        var found = 0;
        foreach (var name in names)
        {
            var subject = new ScreeningSubject("1", name, BirthDate: random.Bool(0.2f) ? BirthDate.OfYear(1970) : null);
            var expected = screener.ScreenExhaustively(subject).Select(Text).ToArray();
            found += expected.Length;
            CollectionAssert.AreEqual(expected, screener.Screen(subject).Select(Text).ToArray(), "seed 29");
        }
        Assert.IsGreaterThan(200, found);
    }

    [TestMethod]
    public void The_search_finds_an_entry_when_the_threshold_is_the_entrys_own_score()
    {
        var random = new Randomizer(31);
        var lists = Sample.Value.Lists;
        var low = new Screener(lists, new ScreeningOptions { ReviewThreshold = 0.55, WeakAliasSupport = 0 });
        foreach (var party in random.Shuffle(lists.Parties).Take(40))
        {
            var subject = new ScreeningSubject("1", Misspelt(party.PrimaryName, random));
            if (low.ScreenExhaustively(subject).FirstOrDefault(m => m.Explanation.NameScore < 1 && m.Score > 0.55 && m.Explanation.Qualifiers.Count == 0) is not { } match)
                continue;
            var exact = new Screener(lists, new ScreeningOptions { ReviewThreshold = match.Score, MatchThreshold = 1, WeakAliasSupport = 0 });
            Assert.Contains(match.Party, exact.Screen(subject).Select(m => m.Party), "seed 31, entry " + party.EntryId);
        }
    }

    [TestMethod]
    public void A_score_on_the_threshold_is_in_and_just_below_is_out()
    {
        var lists = SampleLists.Of("Person|||STRIZHOVSKY, Avdotya");
        var subject = new ScreeningSubject("1", "Strizhovsky Avdotja");
        var score = new Screener(lists, new ScreeningOptions()).Screen(subject).Single().Score;
        Assert.IsLessThan(1, score);
        Assert.AreEqual(ScreeningDecision.Match, new Screener(lists, new ScreeningOptions { ReviewThreshold = 0.6, MatchThreshold = score }).Screen(subject).Single().Decision);
        Assert.AreEqual(ScreeningDecision.Review, new Screener(lists, new ScreeningOptions { ReviewThreshold = score, MatchThreshold = 1 }).Screen(subject).Single().Decision);
        var above = Math.BitIncrement(score);
        Assert.IsEmpty(new Screener(lists, new ScreeningOptions { ReviewThreshold = above, MatchThreshold = 1 }).Screen(subject));
    }

    [TestMethod]
    public void Wallets_match_exactly_in_any_case_and_under_any_tag()
    {
        var (lists, screener) = Sample.Value;
        var listed = lists.Wallets().First(w => w.Party.List == "ofac" && w.Address.Any(char.IsAsciiLetterUpper));
        Assert.Contains(listed.Party, screener.ScreenWallet(" " + listed.Address.ToUpperInvariant() + " "));
        Assert.IsEmpty(screener.ScreenWallet(listed.Address[..^1]));
        CollectionAssert.AreEquivalent(
            lists.Wallets().Select(w => w.Address.ToLowerInvariant()).Distinct().ToArray(),
            screener.ListedWallets().Select(w => w.Address).Distinct().ToArray());
    }

    [TestMethod]
    public void An_equal_identifier_matches_whatever_the_name()
    {
        var (lists, screener) = Sample.Value;
        var party = lists.Parties.First(p => p.Identifiers.Any(i => i.Kind == "Passport" && i.Value.Length > 6));
        var number = party.Identifiers.First(i => i.Kind == "Passport").Value;
        var match = screener.Screen(new ScreeningSubject("1", "Somebody Else") { Identifiers = [number.Insert(3, "-")] })[0];
        Assert.AreEqual(party.EntryId, match.Party.EntryId);
        Assert.AreEqual(ScreeningDecision.Match, match.Decision);
    }

    [TestMethod]
    public void An_explanation_says_what_aligned_and_reads_as_json()
    {
        var screener = new Screener(SampleLists.Of("Person|1962-02-18|KP|KIM, Yong Chol"), new ScreeningOptions());
        var match = screener.Screen(new ScreeningSubject("1", "Gim Yong Chol Peter", PartyKind.Person, BirthDate.OfYear(1962))).Single();
        Assert.Contains("\"gim\" is another romanisation of \"kim\" (0.95).", match.Explanation.Sentences);
        Assert.Contains("Only the screened name has \"peter\".", match.Explanation.Sentences);
        Assert.Contains("The birth date is compatible with the listed one (1962-02-18). (+0.04)", match.Explanation.Sentences);
        using var json = JsonDocument.Parse(match.Explanation.ToJson());
        Assert.AreEqual(match.Explanation.NameScore, json.RootElement.GetProperty("name_score").GetDouble());
        Assert.DoesNotContain("Gim", match.ToString() + new ScreeningSubject("1", "Gim Yong Chol"));
    }

    [TestMethod]
    public void A_name_in_another_script_is_said_as_it_was_read_and_joined_parts_in_the_order_that_makes_them()
    {
        var explanation = new Screener(SampleLists.Of("Person|||KIM, Yong Chol"), new ScreeningOptions()).Screen(new ScreeningSubject("1", "김 용철")).Single().Explanation;
        Assert.Contains("The screened name \"김 용철\" is read as \"gim yong cheol\".", explanation.Sentences);
        explanation = new Screener(SampleLists.Of("Person|||KIM, Yong Chol"), new ScreeningOptions()).Screen(new ScreeningSubject("1", "Kim Yongchol")).Single().Explanation;
        Assert.Contains("\"yongchol\" is \"yong chol\" written together or apart (0.98).", explanation.Sentences);
    }

    [TestMethod]
    public void A_common_name_that_scores_as_a_match_says_why_it_is_for_review()
    {
        var screener = new Screener(SampleLists.Of("Person|1962-02-18|MX|HERNANDEZ, Jose"), new ScreeningOptions());
        bool Says(BirthDate? born) => screener.Screen(new ScreeningSubject("1", "Jose Hernandez", PartyKind.Person, born)).Single() is var match
            && match.Score >= new ScreeningOptions().MatchThreshold && match.Explanation.Sentences.Any(s => s.StartsWith("It is for review and no match", StringComparison.Ordinal));
        Assert.IsTrue(Says(null));
        Assert.IsFalse(Says(BirthDate.Day(1962, 2, 18)));
    }

    [TestMethod]
    [DataRow("Velgrano Group", "Vessel|||VELGRANO", PartyKind.Unknown, ScreeningDecision.Review)]
    [DataRow("Velgrano", "Vessel|||VELGRANO", PartyKind.Company, ScreeningDecision.Review)]
    [DataRow("Velgrano", "Vessel|||VELGRANO", PartyKind.Vessel, ScreeningDecision.Match)]
    [DataRow("Velgrano Group", "Company|||VELGRANO", PartyKind.Unknown, ScreeningDecision.Match)]
    [DataRow("Velgrano Marisco", "Vessel|||VELGRANO MARISCO", PartyKind.Unknown, ScreeningDecision.Match)]
    [DataRow("Velgrano 7", "Vessel|||VELGRANO 7", PartyKind.Unknown, ScreeningDecision.Match)]
    public void One_word_that_a_ship_is_called_by_is_for_review_unless_a_ship_is_screened(string name, string listed, PartyKind kind, ScreeningDecision expected)
    {
        var match = new Screener(SampleLists.Of(listed), new ScreeningOptions()).Screen(new ScreeningSubject("1", name, kind)).Single();
        Assert.AreEqual(expected, match.Decision, $"score {match.Score}");
        Assert.AreEqual(expected == ScreeningDecision.Review && match.Score >= new ScreeningOptions().MatchThreshold, match.Explanation.Sentences.Any(sentence => sentence.Contains("one word that a ship", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void The_name_shown_is_the_nearest_of_those_that_are_possible_matches()
    {
        var lists = Sample.Value.Lists;
        var random = new Randomizer(41);
        var shown = 0;
        foreach (var party in lists.Parties.Where(p => p.Names.Count(n => n.Strength != NameStrength.Weak) > 1))
        {
            var subject = new ScreeningSubject("1", Misspelt(party.PrimaryName, random), party.Kind);
            if (Sample.Value.Screener.Screen(subject).FirstOrDefault(m => m.Party == party) is not { } match)
                continue;
            foreach (var name in party.Names.Where(n => n.Strength != NameStrength.Weak))
            {
                var alone = new ListSnapshotSet(lists.Lists.Select(l => l with { Parties = [.. l.Parties.Where(p => p == party).Select(p => p with { Names = [name] })] }));
                var other = new Screener(alone, new ScreeningOptions(), among: lists).Screen(subject);
                if (other.Count > 0 && !party.Names.Any(n => n.Strength == NameStrength.Weak))
                    Assert.IsGreaterThanOrEqualTo(other[0].Explanation.NameScore - 1e-6, match.Explanation.NameScore, "seed 41, entry " + party.EntryId);
            }
            if (++shown == 25)
                return;
        }
        Assert.Fail("too few names");
    }

    [TestMethod]
    [DataRow("AB1234567", "AB1234567", true)]
    [DataRow("AB1234567", "ab 123-4576", false)]
    [DataRow("AB1234567", "AB1234568", false)]
    [DataRow("AB1234567", "AB123456", null)]
    [DataRow("AB1234567", "AB1243576", null)]
    [DataRow("A12345", "A12346", null)]
    public void An_equal_identifier_decides_and_one_a_slip_away_supports_and_says_so(string listed, string own, bool? decides)
    {
        var lists = SampleLists.Of("Person|||STRIZHOV, Andrei");
        lists = new ListSnapshotSet(lists.Lists.Select(l => l with { Parties = [.. l.Parties.Select(p => p with { Identifiers = [new ListedIdentifier("Passport", listed)] })] }));
        var screener = new Screener(lists, new ScreeningOptions { ReviewThreshold = 0.51 });
        IReadOnlyList<PossibleMatch> Asked(string name, params string[] identifiers) => screener.Screen(new ScreeningSubject("1", name, PartyKind.Person) { Identifiers = identifiers });
        Assert.AreEqual(decides == true, Asked("Somebody Else", own).Count > 0, "alone");
        var (with, without) = (Asked("Andrei Strizov", own).Single(), Asked("Andrei Strizov").Single());
        Assert.AreEqual(decides == false, with.Explanation.Qualifiers.Any(q => q.Fact == "near_identifier"));
        if (decides == false)
            Assert.IsGreaterThan(without.Score, with.Score);
        Assert.AreEqual(decides is null, with.Score == without.Score);
    }

    [TestMethod]
    public void A_name_that_is_the_listed_one_to_the_letter_is_shown_whatever_its_score()
    {
        var screener = new Screener(SampleLists.Of("Company|||HAQQANI NETWORK|شبکه حقانی"), new ScreeningOptions { ReviewThreshold = 0.9999, MatchThreshold = 0.99999 });
        var match = screener.Screen(new ScreeningSubject("1", "شبکه حقانی")).Single();
        Assert.AreEqual(ScreeningDecision.Review, match.Decision);
        Assert.Contains("It is for review, whatever the score: the names are the same.", match.Explanation.Sentences);
        Assert.IsEmpty(screener.Screen(new ScreeningSubject("1", "شبکه حقان")));
    }

    [TestMethod]
    public void Of_an_equal_name_with_another_birth_date_the_score_decides()
    {
        var screener = new Screener(SampleLists.Of("Person|1950-01-01||DARWISH, Khalil"), new ScreeningOptions { ReviewThreshold = 0.9999, MatchThreshold = 0.99999 });
        Assert.HasCount(1, screener.Screen(new ScreeningSubject("1", "Khalil Darwish")));
        Assert.IsEmpty(screener.Screen(new ScreeningSubject("1", "Khalil Darwish", PartyKind.Person) { BirthDate = BirthDate.OfYear(1991) }));
    }

    [TestMethod]
    public void Who_leaves_out_a_name_keeps_the_one_that_he_goes_by()
    {
        var screener = new Screener(SampleLists.Of("Person|||DARWISHI, Yasser Khalil"), new ScreeningOptions { ReviewThreshold = 0.501 });
        double Score(string name) => screener.Screen(new ScreeningSubject("1", name, PartyKind.Person)).Single().Score;
        Assert.IsGreaterThan(Score("Khalil Darwishi"), Score("Yasser Darwishi"));
    }

    [TestMethod]
    public void What_stands_on_both_sides_is_aligned_with_itself_and_not_with_a_rarer_neighbour()
    {
        var outcome = Aligned("Muhammad Qurjuvani", "QURJUVANI, Muhammad Muammar");
        Assert.IsTrue(Array.TrueForAll(outcome.Links, link => link.Relation == PartRelation.Equal), "Muhammad is not Muammar misspelt");
        Assert.HasCount(2, outcome.Links);
    }

    [TestMethod]
    [DataRow("B. Quillmeister", "QUILLMEISTER, B. Andrei", false)]
    [DataRow("B. Sabina Quillmeister", "QUILLMEISTER, B. Sabina", true)]
    [DataRow("B. Quillmeister", "QUILLMEISTER, B.", true)]
    public void An_equal_initial_is_no_name_part_in_common(string name, string listed, bool expected)
    {
        var outcome = Aligned(name, listed);
        Assert.AreEqual(expected, outcome.Score >= Screener.CandidateFloor);
        Assert.AreEqual(expected, outcome.IsSame);
    }

    private static NameComparison.Outcome Aligned(string name, string listed)
    {
        var index = new NameIndex(SampleLists.Of("Person|||" + listed).Parties);
        return NameComparison.Align(index.Prepare(name)[0], index.Form(0));
    }

    [TestMethod]
    public void An_explanation_is_the_expected_document()
    {
        var screener = new Screener(SampleLists.Of("Person|1962-02-18|KP|KIM, Yong Chol"), new ScreeningOptions());
        var match = screener.Screen(new ScreeningSubject("1", "Gim Young-cheol Peter", PartyKind.Person, BirthDate.OfYear(1962), ["KR"])).Single();
        using var document = JsonDocument.Parse(match.Explanation.ToJson());
        var lines = Indented(document);
        Assert.AreEqual(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "match-explanation.json")).ReplaceLineEndings("\n").TrimEnd(), lines, "what is said of a match changed: when that is meant, change Data/match-explanation.json with it\n" + lines);
        var odds = match.Explanation.ScoreParts.Sum(part => part.LogOdds);
        Assert.AreEqual(match.Score, 1 / (1 + Math.Exp(-odds)), 1e-3);
    }

    private static string Indented(JsonDocument document)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
            document.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }

    [TestMethod]
    public void Settings_that_make_no_sense_are_refused_together()
    {
        var failures = new ScreeningOptions { ReviewThreshold = 0.2, OtherKind = 7 }.Failures();
        Assert.HasCount(2, failures);
        Assert.ThrowsExactly<ArgumentException>(() => new Screener(SampleLists.Of(), new ScreeningOptions { MatchThreshold = 2 }));
        Assert.IsEmpty(new ScreeningOptions().Failures());
    }

    [TestMethod]
    public void No_lists_give_no_matches() =>
        Assert.IsEmpty(new Screener(new ListSnapshotSet([]), new ScreeningOptions()).Screen(new ScreeningSubject("1", "Kim Yong Chol")));

    private static string Text(PossibleMatch match) =>
        match.Party.List + match.Party.EntryId + match.Score.ToString("R", CultureInfo.InvariantCulture) + match.Explanation.ToJson();

    // How a name was read is told in the order in which it was written.
    private static string TextButOrder(PossibleMatch match) =>
        Text(match with { Explanation = match.Explanation with { Sentences = [.. match.Explanation.Sentences.Where(s => !s.StartsWith("The screened name \"", StringComparison.Ordinal))] } });

    internal static string Misspelt(string name, Randomizer random)
    {
        var text = string.Join(' ', NameFolding.Tokens(name));
        var places = Enumerable.Range(1, Math.Max(0, text.Length - 1)).Where(i => char.IsAsciiLetter(text[i])).ToArray();
        if (places.Length == 0)
            return text;
        var at = random.ArrayElement(places);
        return random.Int(0, 3) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, text[at].ToString()),
            2 when at + 1 < text.Length && char.IsAsciiLetter(text[at + 1]) => text[..at] + text[at + 1] + text[at] + text[(at + 2)..],
            _ => text[..at] + random.Char('a', 'z') + text[(at + 1)..],
        };
    }
}
