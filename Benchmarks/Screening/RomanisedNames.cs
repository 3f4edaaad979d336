// Korean and Chinese people as an English payroll writes them, drawn by how often families and syllables occur in census
// tables, because the collisions of such names are with the frequent ones.
using Bogus;

namespace Paysieve.Benchmarks.Screening;

internal static class RomanisedNames
{
    // Family names of the 2015 census of South Korea by share, as their bearers usually write them.
    private static readonly (string Name, float Share)[] KoreanFamilies =
    [
        ("Kim", 21.5f), ("Lee", 14.7f), ("Park", 8.4f), ("Choi", 4.7f), ("Jung", 4.3f), ("Kang", 2.4f), ("Cho", 2.1f), ("Yoon", 2.1f), ("Jang", 2f), ("Lim", 1.7f), ("Han", 1.5f), ("Oh", 1.5f), ("Seo", 1.5f), ("Shin", 1.5f), ("Kwon", 1.4f),
        ("Hwang", 1.4f), ("Ahn", 1.4f), ("Song", 1.4f), ("Ryu", 1.3f), ("Jeon", 1.1f), ("Hong", 1.1f), ("Ko", 0.9f), ("Moon", 0.9f), ("Yang", 0.9f), ("Son", 0.9f), ("Bae", 0.8f), ("Baek", 0.8f), ("Heo", 0.7f), ("Yoo", 0.6f), ("Nam", 0.6f), ("Shim", 0.5f), ("Noh", 0.5f),
    ];

    private static readonly string[] KoreanFirst = "Min Ji Seo Hyun Jae Sung Young Kyung Eun Soo Jun Dong Sang Hye Yeon Tae Jin Woo Chang Byung Kwang Myung In Jong Ho Seung Yu Da Ha Ye So Bo Sun Mi Hee".Split(' ');
    private static readonly string[] KoreanLast = "Jun Hyun Soo Woo Ho Jin Young Hee Hwan Kyu Seok Cheol Min Yeon Eun Ah Jung Sook Ja Ki Hoon Wook Sik Su Bin Won Il Tae Rim Mi Kyung Na Ri Yoon Sun".Split(' ');

    private static readonly string[] ChineseFamilies = "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Gao Lin Luo Zheng Liang Xie Tang Song Xu Han Feng Deng Cao Peng Zeng Xiao Tian Dong Yuan Pan Yu Jiang Cai Du Ye Cheng Su Wei Lu Ding Ren Shen".Split(' ');
    private static readonly string[] ChineseSyllables = "wei fang na min jing li qiang lei jun yang yong yan jie juan tao ming chao xiu xia ping gang gui ying hua bo hui jian hong bin lin feng xin yu hao chen dong liang kai ning rui ting xue qing zhi guo yi mei zhen long peng rong shan".Split(' ');

    public static IEnumerable<string> Korean(int count, int seed)
    {
        var random = new Randomizer(seed);
        string[] families = [.. KoreanFamilies.Select(f => f.Name)];
        var total = KoreanFamilies.Sum(f => f.Share);
        float[] shares = [.. KoreanFamilies.Select(f => f.Share / total)];
        return Distinct(count, () =>
        {
            var family = random.WeightedRandom(families, shares);
            var (first, second) = (random.ArrayElement(KoreanFirst), random.ArrayElement(KoreanLast));
            return random.Int(0, 2) switch
            {
                0 => $"{first}-{second.ToLowerInvariant()} {family}",
                1 => $"{family} {first} {second}",
                _ => $"{first}{second.ToLowerInvariant()} {family}",
            };
        });
    }

    public static IEnumerable<string> Chinese(int count, int seed)
    {
        var random = new Randomizer(seed);
        return Distinct(count, () =>
        {
            // The frequent families first: by rank as far as a short table can follow.
            var family = ChineseFamilies[(int)(ChineseFamilies.Length * Math.Pow(random.Double(), 1.8))];
            var given = random.ArrayElement(ChineseSyllables) + (random.Double() < 0.25 ? "" : random.ArrayElement(ChineseSyllables));
            given = char.ToUpperInvariant(given[0]) + given[1..];
            return random.Bool() ? $"{family} {given}" : $"{given} {family}";
        });
    }

    private static HashSet<string> Distinct(int count, Func<string> draw)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 4 * count && names.Count < count; i++) names.Add(draw());
        return names;
    }
}
