// Koreans whose names are written in Chinese characters: on lists, in passports of China, on Japanese payrolls. Read as Mandarin they
// are nobody (Jin Zheng'en); the reading that lists romanise is the Korean one.
using System.Reflection;
using System.Text;

namespace Paysieve.Pipeline.Transfers.Names;

internal static class HanjaText
{
    private const string Resource = "Paysieve.Pipeline.Transfers.Names.hanja.txt";

    // As read at the head of a name in either half of Korea.
    private static readonly HashSet<string> Families = new(("김 리 이 박 최 정 강 조 윤 장 림 임 한 오 서 신 권 황 안 송 전 홍 류 유 고 문 량 양 손 배 백 허 남 심 로 노 하 곽 성 차 주 우 구 민 라 나 진 지 엄 채 원 천 방 공 현 함 변 염 렴 여 려 추 도 소 석 선 설 마 길 " +
        "연 련 위 표 명 기 반 왕 옥 육 륙 인 맹 제 모 탁 국 어 은 편 용 룡 태 피 계 남궁 황보 제갈 사공 선우 서문 독고 동방").Split(' '), StringComparer.Ordinal);

    private static readonly Lazy<Dictionary<char, string>> Table = new(Read);

    /// <summary>
    /// The name in Hangul, family name first and set apart, when all its two to four characters have a Korean reading and it begins, or
    /// set apart ends, with a Korean family name; null otherwise. Simplified characters are read as those that they stand for.
    /// </summary>
    public static string? TryRead(string name)
    {
        var parts = name.Split([' ', '\u3000', '・'], StringSplitOptions.RemoveEmptyEntries);
        // Family name last, as forms of other countries ask for it.
        var characters = parts is [{ Length: 2 }, { Length: 1 }] ? parts[1] + parts[0] : string.Concat(parts);
        if (characters.Length is < 2 or > 4)
            return null;
        var read = new List<string>(4);
        foreach (var c in characters)
            if (Table.Value.TryGetValue(c, out var readings))
                read.Add(readings);
            else
                return null;
        var compound = read.Count > 2 && Families.Contains(string.Concat(read[0][0], read[1][0]));
        var family = compound ? string.Concat(read[0][0], read[1][0])
            : read[0].Select(c => c.ToString()).LastOrDefault(Families.Contains);
        return family is null || read.Count - family.Length > 2 ? null : family + " " + string.Concat(read.Skip(family.Length).Select(r => r[0]));
    }

    /// <summary>Family names of one syllable, and the syllables that characters of names are read as with the number of characters read so.</summary>
    public static (IEnumerable<char> Families, IEnumerable<(char Syllable, int Characters)> Syllables) Readings() =>
        (Families.Where(f => f.Length == 1).Select(f => f[0]), Table.Value.Values.SelectMany(readings => readings).GroupBy(c => c).Select(g => (g.Key, g.Count())).OrderBy(g => g.Key));

    // The usual reading of a character comes first.
    private static Dictionary<char, string> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource) ?? throw new InvalidOperationException("The program was built without its Korean readings.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var table = new Dictionary<char, string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var other = false;
            foreach (var c in line.AsSpan(2))
            {
                if (c != '+')
                    table[c] = !table.TryGetValue(c, out var known) ? line[..1] : other ? known + line[0] : line[0] + known;
                other = c == '+';
            }
        }
        return table;
    }
}
