// What every room means by "the parts of a name": scripts, marks, forms, romanisations.
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Tests.Transfers.Names;

[TestClass]
public sealed class NameFoldingTests
{
    [TestMethod]
    [DataRow("KIM, Yong-Chol", "kim yong chol")]
    [DataRow("  O’Brien,  Seán ", "obrien sean")]
    [DataRow("IŞIK İdil", "isik idil")]
    [DataRow("Dr. Ines Müller-Lüdenscheidt", "ines muller ludenscheidt")]
    [DataRow("Ms.", "ms")]
    [DataRow("SIS d.o.o.", "sis doo")]
    [DataRow("Compania Alfa S. A. de C.V.", "compania alfa sa de cv")]
    [DataRow("S.I.S. d.o.o.", "sis doo")]
    [DataRow("S.I.S d.o.o", "sis doo")]
    [DataRow("A.B.C. Ltd", "abc ltd")]
    [DataRow("J. R. Smith", "j r smith")]
    [DataRow("J.R. Smith", "j r smith")]
    [DataRow("Юрий Щербаков", "yuriy shcherbakov")]
    [DataRow("Γιώργος", "giorgos")]
    [DataRow("ｻﾄｳ ﾀﾛｳ", "sato taro")]
    [DataRow("ｷｮｳｺ ﾜﾀﾅﾍﾞ", "kyoko watanabe")]
    [DataRow("さっぽろ しょうた", "sapporo shota")]
    [DataRow("ジュン チャン ヒャク", "jun chan hyaku")]
    [DataRow("김정은", "gim jeongeun")]
    [DataRow("李小龙", "li xiaolong")]
    [DataRow("Ｓｍｉｔｈ", "smith")]
    [DataRow("Ch'o'l-so'ng", "chol song")]
    [DataRow("...", "")]
    public void A_name_is_split_into_lower_case_ascii_parts(string name, string expected) =>
        Assert.AreEqual(expected, string.Join(' ', NameFolding.Tokens(name)));

    [TestMethod]
    public void A_missing_name_has_no_parts()
    {
        Assert.IsEmpty(NameFolding.Tokens(null!));
        Assert.IsEmpty(NameFolding.Tokens(" \t"));
        Assert.IsEmpty(NameFolding.Readings("  "));
    }

    [TestMethod]
    [DataRow("Choe", "Choi")]
    [DataRow("Ri", "Lee")]
    [DataRow("Yi", "Rhee")]
    [DataRow("Pak", "Park")]
    [DataRow("Bak", "Pak")]
    [DataRow("Chong", "Jong")]
    [DataRow("Kwang", "Gwang")]
    [DataRow("Yong", "Young")]
    [DataRow("Chol", "Cheol")]
    [DataRow("Hun", "Hoon")]
    [DataRow("Sin", "Shin")]
    [DataRow("U", "Woo")]
    [DataRow("Un", "Eun")]
    [DataRow("Thae", "Tae")]
    [DataRow("Sung", "Seung")]
    [DataRow("Hsiao", "Xiao")]
    [DataRow("Sergei", "Sergey")]
    [DataRow("Aleksei", "Alexey")]
    [DataRow("Ivanov", "Ivanoff")]
    [DataRow("Hussein", "Husayn")]
    [DataRow("Mohammed", "Muhammad")]
    [DataRow("Dmitriy", "Dmitri")]
    public void Spellings_of_one_name_meet_in_one_key(string a, string b) =>
        Assert.IsTrue(NameFolding.SameRomanisation(Token(a), Token(b)), NameFolding.FoldRomanisation(Token(a)) + " / " + NameFolding.FoldRomanisation(Token(b)));

    [TestMethod]
    [DataRow("노 로 No Noh Roh Ro Rho Lo")]
    [DataRow("나 라 Na Nah Ra La Rah")]
    [DataRow("이 리 Lee Yi Ri Rhee Li I Yee Ree")]
    [DataRow("임 림 Im Lim Rim Yim Leem Rhim Ihm")]
    [DataRow("유 류 Yu Yoo Ryu Ryoo Lyu")]
    [DataRow("양 량 Yang Ryang Lyang")]
    [DataRow("여 려 Yeo Ryo Ryeo Yo")]
    [DataRow("연 련 Yeon Ryon Ryeon Yon")]
    [DataRow("염 렴 Yeom Ryom Ryeom Yom")]
    [DataRow("용 룡 Yong Ryong Lyong Young")]
    [DataRow("육 륙 Yuk Ryuk Yook")]
    public void Family_names_that_begin_with_r_in_the_north_and_without_it_or_with_n_in_the_south_meet(string spellings) =>
        Assert.HasCount(1, spellings.Split(' ').Select(family => NameFolding.Folded(NameFolding.Tokens(family).Single()).EastAsian).Distinct(StringComparer.Ordinal), spellings);

    [TestMethod]
    [DataRow("Kim", "Ri")]
    [DataRow("Chol", "Chang")]
    [DataRow("Ivanov", "Petrov")]
    [DataRow("Hassan", "Hussein")]
    [DataRow("Maria", "Marta")]
    public void Different_names_keep_different_keys(string a, string b) =>
        Assert.IsFalse(NameFolding.SameRomanisation(Token(a), Token(b)));

    [TestMethod]
    public void Legal_forms_are_told_from_the_name_and_a_name_made_of_forms_stays_a_name()
    {
        var (core, forms) = CompanyForms.Separate(NameFolding.Tokens("Alfa Trading Co., Ltd."));
        CollectionAssert.AreEqual(new[] { "alfa", "trading" }, core);
        CollectionAssert.AreEqual(new[] { "co", "ltd" }, forms);
        CollectionAssert.AreEqual(new[] { "group", "holding" }, CompanyForms.Separate(["group", "holding"]).Core);
    }

    [TestMethod]
    public void A_part_of_any_length_is_read_in_bounded_space()
    {
        var tokens = NameFolding.Tokens(new string('x', 100_000) + " smith");
        Assert.HasCount(2, tokens);
        Assert.AreEqual(64, tokens[0].Length);
    }

    private static string Token(string word) => NameFolding.Tokens(word)[0];
}
