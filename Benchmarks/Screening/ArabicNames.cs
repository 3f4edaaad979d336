// People with the commonest Arabic names, in Arabic letters: they write no short vowels, so that more of them look alike than of any
// others, and the generator's own list of them is short.
using Bogus;

namespace Paysieve.Benchmarks.Screening;

internal static class ArabicNames
{
    private static readonly string[] Given = ("محمد أحمد محمود علي حسن حسين عمر خالد إبراهيم يوسف عبدالله عبدالرحمن سعيد صالح سليمان مصطفى طارق كريم سامي ماجد ناصر فهد سعود عادل جمال وليد هشام رامي بلال زياد " +
        "فاطمة عائشة مريم زينب خديجة نورة سارة ليلى هدى أمينة سلمى رانيا دينا منى سعاد نادية سميرة هبة ياسمين آمنة").Split(' ');

    private static readonly string[] Families = ("المصري الحسن الأحمد العلي الخطيب حداد النجار الشامي العمري القحطاني الغامدي الحربي العتيبي الزهراني الدوسري المطيري الشمري السيد عثمان إسماعيل منصور سالم داود خليل حمدان عوض الحسيني الهاشمي التميمي " +
        "الجبوري العبيدي الدليمي العزاوي الربيعي السامرائي البغدادي الحلبي الصالح الراشد المالكي بوعزة بنعلي العلوي الإدريسي التونسي الطرابلسي عبدالرحيم عبداللطيف شاهين قاسم").Split(' ');

    /// <summary>Distinct names of two parts, and of three with a father's name in every third.</summary>
    public static IEnumerable<string> Of(int count, int seed)
    {
        var random = new Randomizer(seed);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 4 * count && names.Count < count; i++)
            names.Add(random.ArrayElement(Given) + " " + (i % 3 == 0 ? random.ArrayElement(Given) + " " : "") + random.ArrayElement(Families));
        return names;
    }
}
