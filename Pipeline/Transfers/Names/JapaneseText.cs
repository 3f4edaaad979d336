// Japanese payrolls write an employee in kanji and the bank writes the holder in half-width kana. Kanji cannot be
// read without a dictionary; the commonest names can be read from a small one, and for the others the comparison
// has to say that it cannot tell.
using System.Text;

namespace Paysieve.Pipeline.Transfers.Names;

internal static class JapaneseText
{
    // From U+3041 in code order; x marks the small y-row, ~ the small vowels, q the doubled consonant.
    private static readonly string[] Hiragana =
    [
        "~a", "a", "~i", "i", "~u", "u", "~e", "e", "~o", "o", "ka", "ga", "ki", "gi", "ku", "gu", "ke", "ge", "ko", "go",
        "sa", "za", "shi", "ji", "su", "zu", "se", "ze", "so", "zo", "ta", "da", "chi", "ji", "q", "tsu", "zu", "te", "de", "to", "do",
        "na", "ni", "nu", "ne", "no", "ha", "ba", "pa", "hi", "bi", "pi", "fu", "bu", "pu", "he", "be", "pe", "ho", "bo", "po",
        "ma", "mi", "mu", "me", "mo", "xya", "ya", "xyu", "yu", "xyo", "yo", "ra", "ri", "ru", "re", "ro", "wa", "wa", "i", "e", "o", "n", "vu", "ka", "ke",
    ];

    private static readonly Dictionary<string, string> Family = Table(
        "佐藤 さとう 鈴木 すずき 高橋 たかはし 田中 たなか 渡辺 わたなべ 渡邊 わたなべ 渡邉 わたなべ 伊藤 いとう 山本 やまもと 中村 なかむら 小林 こばやし 加藤 かとう 吉田 よしだ 山田 やまだ " +
        "佐々木 ささき 山口 やまぐち 松本 まつもと 井上 いのうえ 木村 きむら 林 はやし 斎藤 さいとう 斉藤 さいとう 齋藤 さいとう 齊藤 さいとう 清水 しみず 山崎 やまざき 森 もり 池田 いけだ 橋本 はしもと 阿部 あべ 石川 いしかわ " +
        "山下 やました 中島 なかじま 石井 いしい 小川 おがわ 前田 まえだ 岡田 おかだ 長谷川 はせがわ 藤田 ふじた 後藤 ごとう 近藤 こんどう 村上 むらかみ 遠藤 えんどう 青木 あおき 坂本 さかもと 福田 ふくだ 太田 おおた " +
        "西村 にしむら 藤井 ふじい 金子 かねこ 岡本 おかもと 藤原 ふじわら 中野 なかの 三浦 みうら 原田 はらだ 中川 なかがわ 松田 まつだ 竹内 たけうち 小野 おの 田村 たむら 中山 なかやま 和田 わだ 石田 いしだ 森田 もりだ " +
        "上田 うえだ 原 はら 内田 うちだ 柴田 しばた 酒井 さかい 宮崎 みやざき 横山 よこやま 高木 たかぎ 安藤 あんどう 宮本 みやもと 大野 おおの 小島 こじま 工藤 くどう 谷口 たにぐち 今井 いまい 高田 たかだ 増田 ますだ 丸山 まるやま " +
        "杉山 すぎやま 村田 むらた 大塚 おおつか 新井 あらい 小山 こやま 平野 ひらの 藤本 ふじもと 河野 こうの 上野 うえの 野口 のぐち 武田 たけだ 松井 まつい 千葉 ちば 岩崎 いわさき 菅原 すがわら 木下 きのした 久保 くぼ 佐野 さの 野村 のむら 松尾 まつお 市川 いちかわ 菊地 きくち 菊池 きくち 杉本 すぎもと 古川 ふるかわ 島田 しまだ 大西 おおにし 桜井 さくらい 高野 たかの 吉川 よしかわ 山内 やまうち 西田 にしだ 西川 にしかわ 飯田 いいだ 渡部 わたなべ 小松 こまつ 川口 かわぐち 本田 ほんだ 望月 もちづき 岡崎 おかざき 樋口 ひぐち 川上 かわかみ 永井 ながい 浜田 はまだ 水野 みずの 服部 はっとり 松岡 まつおか");

    private static readonly Dictionary<string, string> Given = Table(
        "大翔 ひろと 蓮 れん 颯太 そうた 樹 いつき 大和 やまと 陸翔 りくと 陸斗 りくと 太一 たいち 海翔 かいと 蒼空 そら 翼 つばさ 陽菜 ひな 結愛 ゆあ 結衣 ゆい 杏 あん 莉子 りこ 美羽 みう 結菜 ゆいな 心愛 ここあ 愛菜 あいな 美咲 みさき " +
        "太郎 たろう 一郎 いちろう 次郎 じろう 花子 はなこ 健 けん 健太 けんた 健一 けんいち 翔太 しょうた 翔 しょう 大輔 だいすけ 拓也 たくや 直樹 なおき 哲也 てつや 達也 たつや 和也 かずや 誠 まこと 隆 たかし 浩 ひろし 博 ひろし 茂 しげる 進 すすむ 勇 いさむ 清 きよし 実 みのる 正 ただし 明 あきら 修 おさむ 豊 ゆたか " +
        "陽子 ようこ 洋子 ようこ 恵子 けいこ 幸子 さちこ 和子 かずこ 久美子 くみこ 裕子 ゆうこ 由美子 ゆみこ 真由美 まゆみ 直美 なおみ 明美 あけみ 美穂 みほ 愛 あい 舞 まい 彩 あや 麻衣 まい 千尋 ちひろ 美香 みか 智子 ともこ 京子 きょうこ 順子 じゅんこ 典子 のりこ 悠真 ゆうま 悠斗 ゆうと 湊 みなと 陽翔 はると 葵 あおい さくら さくら 凛 りん 咲良 さくら 七海 ななみ 優花 ゆうか 真央 まお 亮 りょう 涼 りょう 拓海 たくみ 優太 ゆうた 健太郎 けんたろう 慎太郎 しんたろう 隼人 はやと 裕太 ゆうた 恵 めぐみ 香織 かおり 由紀子 ゆきこ 文子 ふみこ");

    public static bool IsKana(char c) => c is (>= '\u3041' and <= '\u3096') or (>= '\u30A1' and <= '\u30F6') or 'ー';

    /// <summary>Romaji of a run of kana; long vowels are shortened, because passports and banks do not agree on them.</summary>
    public static void AppendRomaji(ReadOnlySpan<char> kana, StringBuilder output)
    {
        var start = output.Length;
        var doubled = false;
        foreach (var c in kana)
        {
            if (c == 'ー')
                continue;
            var mora = Hiragana[(c >= '\u30A1' ? c - 0x60 : c) - 0x3041];
            if (mora == "q")
            {
                doubled = true;
                continue;
            }
            if (mora[0] == 'x')
            {
                AppendGlide(mora, output, start);
                continue;
            }
            if (mora[0] == '~')
            {
                AppendSmallVowel(mora[1], output, start);
                continue;
            }
            if (doubled)
                output.Append(mora.StartsWith("ch", StringComparison.Ordinal) ? 't' : mora[0]);
            doubled = false;
            // ou, oo and uu are one long vowel; the glides of the small y-row end in o and u as well.
            var last = output.Length > start ? output[^1] : '\0';
            if ((mora is "u" && last is 'o' or 'u') || (mora is "o" && last is 'o'))
                continue;
            output.Append(mora);
        }
    }

    /// <summary>Whether a name begins or ends with a known family name of two characters or more, which no Chinese one is.</summary>
    public static bool IsSurelyJapanese(string name)
    {
        foreach (var family in Family.Keys)
            if (family.Length > 1 && (name.StartsWith(family, StringComparison.Ordinal) || name.EndsWith(family, StringComparison.Ordinal)))
                return true;
        return false;
    }

    /// <summary>Kana reading of a kanji name whose parts are all in the tables (family name first); null otherwise.</summary>
    public static string? TryRead(string name)
    {
        var parts = name.Split([' ', '\u3000', '・'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 1)
        {
            for (var cut = 1; cut < name.Length; cut++)
                if (Family.TryGetValue(name[..cut], out var family) && ReadGiven(name[cut..]) is { } given)
                    return family + " " + given;
            return Family.GetValueOrDefault(name);
        }
        if (parts.Length != 2)
            return null;
        if (ReadFamily(parts[0]) is { } first && ReadGiven(parts[1]) is { } second)
            return first + " " + second;
        return ReadFamily(parts[1]) is { } last && ReadGiven(parts[0]) is { } earlier ? last + " " + earlier : null;
    }

    private static string? ReadFamily(string part) => Family.GetValueOrDefault(part) ?? AllKana(part);

    private static string? ReadGiven(string part) => Given.GetValueOrDefault(part) ?? AllKana(part);

    private static string? AllKana(string part)
    {
        foreach (var c in part)
            if (!IsKana(c))
                return null;
        return part;
    }

    private static void AppendGlide(string mora, StringBuilder output, int start)
    {
        if (output.Length > start && output[^1] == 'i')
        {
            output.Length--;
            // shi, chi and ji already hold the glide: sho, cha, ju.
            var palatal = output.Length > start && output[^1] is 'h' or 'j';
            output.Append(palatal && !EndsInHy(output, start) ? mora.AsSpan(2) : mora.AsSpan(1));
        }
        else
        {
            output.Append(mora.AsSpan(1));
        }
    }

    // In foreign names a small vowel takes the place of the one before: ti of te and i, va of vu and a, je of ji and e, wi of u and i.
    private static void AppendSmallVowel(char vowel, StringBuilder output, int start)
    {
        var before = output.Length > start ? output[^1] : '\0';
        if (before == vowel)
            return;
        var alone = before is 'u' or 'i' && (output.Length - start < 2 || output[^2] is 'a' or 'e' or 'i' or 'o' or 'u');
        if (alone)
            output[^1] = before == 'u' ? 'w' : 'y';
        else if (before is 'u' && output[^2] is 'k' or 'g')
            output[^1] = 'w';
        else if (before is 'u' or 'i' || (before is 'e' && vowel == 'i') || (before is 'o' && vowel == 'u'))
            output.Length--;
        output.Append(vowel);
    }

    // A bare h is the h of hya, not of sha or cha.
    private static bool EndsInHy(StringBuilder output, int start) =>
        output[^1] == 'h' && (output.Length - start < 2 || output[^2] is not ('s' or 'c'));

    private static Dictionary<string, string> Table(string words)
    {
        var parts = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var table = new Dictionary<string, string>(parts.Length / 2, StringComparer.Ordinal);
        for (var i = 0; i + 1 < parts.Length; i += 2)
            table[parts[i]] = parts[i + 1];
        return table;
    }
}
