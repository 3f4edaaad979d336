// Whether the account holder is the employee: the writings of one name that payroll meets, and the nearest others.
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Tests.Transfers.Names;

[TestClass]
public sealed class NameSimilarityTests
{
    [TestMethod]
    [DataRow("Anna Maria Keller", "KELLER ANNA MARIA")]
    [DataRow("Anna Maria Keller", "Keller, A. M.")]
    [DataRow("Anna Maria Keller", "Anna Keller")]
    [DataRow("Jean-Pierre Dubois", "Jeanpierre Dubois")]
    [DataRow("Kim Yong Chol", "KIM YONGCHOL")]
    [DataRow("Kim Yong Chol", "Gim Young Cheol")]
    [DataRow("Maximilian Hohenzollern", "MAXIMILIAN HOHENZO")]
    [DataRow("Smith, John", "Jonh Smith")]
    [DataRow("佐藤 太郎", "ｻﾄｳ ﾀﾛｳ")]
    [DataRow("鈴木大翔", "SUZUKI HIROTO")]
    [DataRow("김철수", "KIM CHULSOO")]
    [DataRow("Сергей Иванов", "Sergey Ivanov")]
    [DataRow("Alfa Trading Co., Ltd.", "ALFA TRADING")]
    public void One_name_written_two_ways_is_at_least_085(string a, string b) =>
        Assert.IsGreaterThanOrEqualTo(0.85, NameSimilarity.Compare(a, b)!.Value);

    [TestMethod]
    [DataRow("Anna Keller", "Bruno Fischer")]
    [DataRow("Kim Yong Chol", "Ri Myong Su")]
    [DataRow("佐藤 太郎", "ｽｽﾞｷ ﾊﾅｺ")]
    [DataRow("Maria Gonzalez", "Mario Ferreira")]
    public void Different_names_are_at_most_half(string a, string b) =>
        Assert.IsLessThanOrEqualTo(0.5, NameSimilarity.Compare(a, b)!.Value);

    [TestMethod]
    public void A_married_name_keeps_the_given_name_and_lies_between()
    {
        var score = NameSimilarity.Compare("Anna Keller", "Anna Brandt")!.Value;
        Assert.IsTrue(score is > 0.4 and < 0.7, score.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [TestMethod]
    public void Kanji_without_a_known_reading_cannot_be_compared_with_kana()
    {
        Assert.IsNull(NameSimilarity.Compare("纐纈 饕餮", "ｺｳｹﾂ ﾀﾛｳ"));
        Assert.AreEqual(1, NameSimilarity.Compare("纐纈 饕餮", "纐纈 饕餮"));
        Assert.IsNull(NameSimilarity.Compare("Anna Keller", " "));
    }

    [TestMethod]
    public void Order_of_parts_and_sides_changes_nothing()
    {
        string[][] names = [["anna", "maria", "keller"], ["keller", "a", "m"], ["kim", "yong", "chol"], ["yongchol", "kim"], ["ana", "maria", "kehler"], ["maximilian", "hohenzo"]];
        foreach (var a in names)
            foreach (var b in names)
            {
                var expected = NameSimilarity.TokenAligned(a, b);
                Assert.AreEqual(expected, NameSimilarity.TokenAligned(b, a), 1e-12, string.Join(' ', a) + " / " + string.Join(' ', b));
                Assert.AreEqual(expected, NameSimilarity.TokenAligned([.. a.Reverse()], b), 0.0);
            }
    }

    [TestMethod]
    public void An_empty_side_has_nothing_in_common() => Assert.AreEqual(0, NameSimilarity.TokenAligned([], ["anna"]));

    [TestMethod]
    public void A_name_built_to_be_slow_is_still_answered()
    {
        var parts = Enumerable.Range(0, 400).Select(i => "ab" + (char)('a' + (i % 26)) + (char)('a' + (i / 26))).ToArray();
        var score = NameSimilarity.TokenAligned(parts, [.. parts.Select(p => p + "x")]);
        Assert.IsTrue(score is >= 0 and <= 1);
    }

    [TestMethod]
    [DataRow("martha", "marhta", 0.9611111111)]
    [DataRow("dixon", "dicksonx", 0.8133333333)]
    [DataRow("dwayne", "duane", 0.84)]
    [DataRow("abc", "xyz", 0.0)]
    public void Jaro_winkler_gives_the_published_values(string a, string b, double expected)
    {
        Assert.AreEqual(expected, JaroWinkler.Similarity(a, b), 1e-9);
        Assert.AreEqual(JaroWinkler.Similarity(a, b), JaroWinkler.Similarity(b, a), 0.0);
    }
}
