// What kind of word a name part is. A particle, an honorific, a legal form or the word Trading says next to nothing
// about who somebody is; a number in a ship's name says a lot.
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening;

internal enum WordClass : byte
{
    Name,
    /// <summary>Articles, prepositions, filiation and honorifics: al, bin, van, haji.</summary>
    Particle,
    /// <summary>Words that many companies have in their name: trading, international.</summary>
    Generic,
    /// <summary>Legal forms: ltd, gmbh.</summary>
    Form,
    Initial,
    Number,
}

/// <summary>How a whole name reads, which decides how its parts are keyed and weighed.</summary>
internal enum NameReading : byte
{
    Plain,
    /// <summary>As Korean or Chinese syllables.</summary>
    EastAsian,
    /// <summary>From a script that leaves vowels out.</summary>
    Unvocalised,
}

internal static class NameWords
{
    private static readonly HashSet<string> Particles = Words(
        "al el ul ad ar as az an ash ur us bin ibn ben bint bent binti binte abd d de da do das dos del della di la las le les los lo du van von der den ter ten zu zur y e i and und et the of for in on st san santa " +
        "haji hajji hajj hadji alhaj sheikh shaykh shaikh sheik mullah mulla mawlawi maulavi maulawi mawlana maulana mohtarma sayyid sayyed seyed seyyed syed sayed sidi ustad ustaz sardar khwaja general gen colonel col captain capt major brigadier commander jr sr");

    private static readonly Dictionary<string, string> Romans = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv".Split(' ')
        .Select((roman, i) => (roman, Value: (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))).Where(r => r.roman.Length > 1).ToDictionary(r => r.roman, r => r.Value, StringComparer.Ordinal);

    private static readonly HashSet<string> Generics = Words(
        "trading trade trader traders international intl global world worldwide technology technologies tech technical industry industries industrial enterprise enterprises general import export imports exports impex services service " +
        "company business commercial commerce development investment investments invest finance financial bank banking insurance shipping marine maritime transport transportation logistics cargo freight air airlines airline aviation lines line " +
        "construction engineering engineers energy oil gas petroleum petrochemical petrochemicals chemical chemicals mining metals steel electronics electronic electric electrical systems system solutions software information communications telecom telecommunications media " +
        "management consulting consultancy consult capital partners holding group associates organization organisation foundation charity association society union committee council institute institution center centre research university school national state federal public joint stock liability responsibility limited corporation corp factory plant works production products product manufacturing manufacture equipment machinery machine materials supply supplies market marketing store shop agency office bureau department ministry " +
        "predpriyatie comercial comercializadora inversiones grupo empresa compania servicios transportes inmobiliaria constructora sherkat sharikat muassasat shrkt shrka mwssa exchange foreign free zone new first brothers sons family real estate property properties food foods agricultural agriculture farm pharma pharmaceutical pharmaceuticals medical health hotel hotels travel tourism tours security defense defence military " +
        "kompaniya gruppa grupp korporatsiya tsentr institut tekhnologii tekhnologiya tehnologii tehnologiya predpriyatiye zavod bureau byuro design konstruktorskoe konstruktorskoye scientific nauchno nauchnyy proizvodstvennoe proizvodstvennaya concern kontsern firm firma federal federalnoe federalnyy gosudarstvennoe gosudarstvennyy treyd");

    // Legal forms written out, in English, Russian, Ukrainian and Spanish.
    private static readonly HashSet<string> WrittenForms = Words(
        "joint stock liability public open closed obshchestvo obschestvo obshestvo ogranichennoi ogranichennoy ogranitchennoi otvetstvennostyu otvetstvennostiu otvetstvennostju aktsionernoe aktsionernoye zakrytoe zakrytoye otkrytoe otkrytoye publichnoe publichnoye nepublichnoe " +
        "tovarishchestvo tovarystvo obmezhenoyu vidpovidalnistyu aktsionerne sociedad anonima limitada responsabilidad");

    // Frequent the world over, whatever a list of any size says: a match of two of these is a coincidence waiting.
    private static readonly HashSet<string> CommonNames = Words(
        "mohammed mohamed mohammad muhammad ahmed ahmad ali hassan hasan hussein hussain husain ibrahim khan abdul abdullah abdallah mahmoud mahmud mustafa omar umar yusuf yousef youssef said saeed salem salim saleh salah khalid khaled hamid hamed karim rahman rashid nasser nasir jamal kamal amir reza mehdi mohsen hossein fatima fatma aisha maryam zahra hamza bilal tariq imran malik iqbal shah begum akhtar hussaini ahmadi mohammadi hosseini karimi rahimi " +
        "kim ri lee li yi pak park choe choi chong jong jung jeong jang chang kang cho jo yun yoon im rim han o oh so seo sin shin kwon hwang an ahn song hong yu yoo ryu chol yong su chun il un ho hyon hyun myong kwang nam hyok jin min sung song young hun chan ok hui " +
        "wang zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie tang xiao feng deng cao peng zeng yuan lu jiang cai jia ding wei xue ye yan pan dai xia fan fang shi yao liao zou wei ming hua jun lei jie tao yong hong xin bin nguyen tran le pham hoang vu vo dang bui " +
        "ivanov ivanova petrov petrova smirnov kuznetsov popov vasiliev sokolov mikhailov novikov fedorov morozov volkov alekseev lebedev semenov egorov pavlov aleksandr alexander sergei sergey dmitri dmitry dmitriy andrei andrey aleksei alexey mikhail vladimir nikolai nikolay ivan oleg igor yuri yuriy viktor anatoliy elena olga irina natalia tatiana svetlana aleksandrovich vladimirovich sergeevich sergeyevich nikolaevich nikolayevich mikhailovich ivanovich viktorovich alekseevich alekseyevich " +
        "garcia rodriguez martinez hernandez lopez gonzalez gonzales perez sanchez ramirez torres flores rivera gomez diaz reyes morales cruz ortiz gutierrez chavez ramos mendoza castillo jimenez vargas romero herrera medina aguilar castro fernandez alvarez ruiz suarez moreno munoz rojas jose juan luis carlos jorge manuel francisco jesus antonio pedro miguel alejandro rafael fernando ricardo roberto eduardo daniel david maria ana rosa carmen guadalupe silva santos oliveira souza pereira costa ferreira rodrigues almeida lima joao paulo " +
        "smith johnson williams brown jones miller davis wilson anderson thomas taylor moore jackson martin thompson white harris clark lewis robinson walker young allen king wright scott hill green adams baker nelson james john robert michael william richard joseph charles christopher daniel matthew mark paul steven george peter mary patricia jennifer linda elizabeth sarah anna laura " +
        "muller schmidt schneider fischer weber meyer wagner becker hoffmann hans klaus jean pierre michel dupont bernard rossi russo ferrari giuseppe giovanni marco singh kumar sharma patel gupta das roy rao nair devi ram raj sato suzuki tanaka watanabe ito yamamoto nakamura kobayashi");

    // Korean and Chinese family names under the East Asian fold; a name is read that way only when it has one of them.
    private static readonly HashSet<string> EastAsianSurnames = [.. ("kim ri li lee yi pak park bak choe choi ch'oe kang ko jang jo chong jong jung jeong chang cho yun yoon rim im lim han o oh so seo suh sin shin kwon hwang an ahn song hong yu yoo ryu ryo yo rya " +
        "paek baek pae bae ho huh nam no roh noh ha kwak sung song cha chu ju joo u woo ku koo min na ra chin jin om um won chae chon jon jeon chun ham yang ryang pyon byun yom ryom yon ryon to do ki kil gil ma mun moon son sohn tae thae pang bang hyon hyun kye pyo myong ok ro " +
        "wang zhang liu chen yang huang zhao wu zhou xu sun zhu hu guo he gao lin luo zheng liang xie tang song feng deng cao peng zeng yuan lu jiang cai jia ding wei xue ye yan pan dai xia fan fang shi yao liao zou tan qin du qiu hou meng long wan duan lei qian tsai tseng hsu hsieh chiang chou teng kuo tsao ts'ai chu chin wong chan cheung leung ng ho lau cheng tsang kwok mak mok fung tam yip yeung zhong tian bai kong cui kan shao mao hao gong qi pei dong tung su ren jen fu wen shen ge gu ku yin lyu zhuang chuang mo ji")
        .Replace("'", "", StringComparison.Ordinal).Split(' ').Select(Romanisation.FoldEastAsian).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// In a Korean or Chinese name every part is a name, unless it belongs to companies alone: In, An, Do and U are syllables
    /// there, no prepositions and no initials.
    /// </summary>
    public static WordClass ClassOf(string token, NameReading reading) =>
        reading == NameReading.EastAsian && !IsPlainlyOfCompany(token, Romanisation.LooksEastAsian(token)) ? token.Length > 1 || token[0] is 'o' or 'u' or 'i' ? WordClass.Name : WordClass.Initial
        : token.Length == 1 && !char.IsAsciiDigit(token[0]) ? WordClass.Initial
        : IsNumber(token) ? WordClass.Number
        : Particles.Contains(token) ? WordClass.Particle
        : IsForm(token) ? WordClass.Form
        : Generics.Contains(token) ? WordClass.Generic
        : WordClass.Name;

    /// <summary>Whether a word is one of companies and cannot be a Korean or Chinese syllable. Co could, and never is.</summary>
    public static bool IsPlainlyOfCompany(string token, bool looksEastAsian) => (!looksEastAsian || token.Length > 5 || token is "co") && (IsForm(token) || Generics.Contains(token));

    private static bool IsForm(string token) => CompanyForms.IsForm(token) || WrittenForms.Contains(token);

    /// <summary>Whether a folded part is a Slavic or Turkic father's name.</summary>
    public static bool IsPatronymic(string token) => token.Length > 6
        && (token.EndsWith("vich", StringComparison.Ordinal) || token.EndsWith("vych", StringComparison.Ordinal) || token.EndsWith("vna", StringComparison.Ordinal) || token.EndsWith("oglu", StringComparison.Ordinal));

    public static bool IsCommonName(string token) => CommonNames.Contains(token);

    // By the consonants, of which a script without short vowels leaves little else.
    private static readonly ILookup<string, string> CommonBySound = CommonNames.ToLookup(Skeleton.Unwritten, StringComparer.Ordinal);

    /// <summary>Whether a folded part from a script without short vowels can be a common name: slh, Saleh.</summary>
    public static bool IsCommonUnvocalised(string token) => CommonBySound[Skeleton.Unwritten(token)].Any(name => Skeleton.Fits(token, name));

    public static bool IsEastAsianSurname(string eastAsianKey) => EastAsianSurnames.Contains(eastAsianKey);

    public static bool IsRoman(string token) => Romans.ContainsKey(token);

    /// <summary>The number without leading zeros, Roman ones in Arabic digits.</summary>
    public static string OrdinalOf(string token) => Romans.TryGetValue(token, out var value) ? value : token.TrimStart('0') is { Length: > 0 } digits ? digits : "0";

    private static bool IsNumber(string token)
    {
        if (Romans.ContainsKey(token))
            return true;
        foreach (var c in token)
            if (char.IsAsciiDigit(c))
                return true;
        return false;
    }

    private static HashSet<string> Words(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
