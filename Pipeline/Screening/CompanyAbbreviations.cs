// Banks and payrolls shorten the words that companies share, and every one does it its own way: SHPG, INTL, TRDG, GEN. Letter by letter they
// have nothing to do with the words of the list, and a name of few words is lost with one of them. Legal forms are the other way round: one side
// writes out what the other shortens, or says it in another language.
namespace Paysieve.Pipeline.Screening;

internal static class CompanyAbbreviations
{
    // Each row: forms of one word, the usual one first; then, after a colon, how it is shortened so that nobody could be called it.
    private static readonly (string[] Forms, string[] Short)[] Rows = Parsed(
        "international:intl intnl internatl internat;trading trade:trdg trdng trd tradg;aviation:avn avtn aviat;shipping:shpg shpng shppg shipg;technology technologies technological:techn technol techno tchn;" +
        "manufacturing manufacture:mfg manuf manufg mnfg;management:mgmt mgt mngmt;engineering engineers:engg engrg engnrg;industry industries:indust inds;industrial:indl industl;" +
        "development developments:devt devl devel dvlpmt dvpt;department:dept;government:govt;university universities:univ;foundation:fdn fndn fndtn found;association associations:assn assoc asscn assocn;" +
        "organization organisation organizations:orgn orgnztn;national:natl natnl;brothers:bros;service services:svc svcs servs;construction:constr constn cnstr;distribution:distr distrib;" +
        "investment investments:invt invmt invstmt;holding holdings:hldg hldgs hldng;group groupe:grp grps;enterprise enterprises:entp entpr enterp entrprs;export exports:;import imports:;" +
        "chemical chemicals:;petrochemical petrochemicals:petrochem;electronics electronic:electr elctrn electron;equipment:equip eqpt;institute institution:inst;laboratory laboratories:;" +
        "transport transportation:transp transpt trnsp;system systems:syst;product products:;corporation:corpn;company companies:comp cmpny;commercial:comml commrcl coml;exchange:exch;insurance:insur;" +
        "logistics:logist logis lgstcs;machinery machine:machy mchy;materials:matls;building:bldg;general:genl;marketing:mktg;metal metals:;petroleum:;security securities:secs;solutions:soln solns;" +
        "supply supplies:;telecommunications telecommunication telecom:telecomm telecoms;center centre centers centres:ctr cntr centr;agency:agcy;consulting consultancy consultants:conslt consultg;cooperative:;" +
        "company kompaniya:;group gruppa grupp:;corporation korporatsiya:;center tsentr:;institute institut:;technology tekhnologii tekhnologiya tehnologii tehnologiya:;enterprise predpriyatie predpriyatiye:;plant zavod factory:;bureau byuro:;" +
        "design konstruktorskoe konstruktorskoye:;research nauchno scientific nauchnyy:;production proizvodstvennoe proizvodstvennaya:;concern kontsern:;firm firma:;federal federalnoe federalnyy:;state gosudarstvennoe gosudarstvennyy:;trading treyd:");

    // Legal forms in full, longest first, and what they are shortened to.
    private static readonly (string[] Words, string Form)[] WrittenOut = [.. (
        "limited liability company:llc;limited liability partnership:llp;public joint stock company:pjsc;open joint stock company:ojsc;closed joint stock company:cjsc;joint stock company:jsc;public limited company:plc;private limited company:pvt ltd;free zone establishment:fze;free zone company:fzc;" +
        "obshchestvo s ogranichennoy otvetstvennostyu:llc;obshchestvo s ogranichennoi otvetstvennostyu:llc;publichnoe aktsionernoe obshchestvo:pjsc;publichnoye aktsionernoye obshchestvo:pjsc;otkrytoe aktsionernoe obshchestvo:ojsc;" +
        "otkrytoye aktsionernoye obshchestvo:ojsc;zakrytoe aktsionernoe obshchestvo:cjsc;zakrytoye aktsionernoye obshchestvo:cjsc;aktsionernoe obshchestvo:jsc;aktsionernoye obshchestvo:jsc;tovaristvo z obmezhenoyu vidpovidalnistyu:llc;" +
        "tovarystvo z obmezhenoyu vidpovidalnistyu:llc;aktsionerne tovaristvo:jsc;sociedad anonima:sa;sociedad de responsabilidad limitada:srl;sociedad limitada:sl;societe anonyme:sa;societe a responsabilite limitee:sarl;" +
        "adkrytae aktsyyanernae tavarystva:ojsc;zakrytae aktsyyanernae tavarystva:cjsc;aktsyyanernae tavarystva:jsc;tavarystva z abmezhavanay adkaznastsyu:llc;gesellschaft mit beschrankter haftung:gmbh;aktiengesellschaft:ag;anonim sirketi:as;limited sirketi:ltd")
        .Split(';').Select(row => row.Split(':')).Select(row => (row[0].Split(' '), row[1])).OrderByDescending(row => row.Item1.Length)];

    private static readonly HashSet<string> OpensForm = WrittenOut.Select(form => form.Words[0]).ToHashSet(StringComparer.Ordinal);

    // The same forms by the letters of another language.
    private static readonly Dictionary<string, string> Abroad = "ooo llc oao ojsc zao cjsc pao pjsc ao jsc tov llc taa llc aat ojsc zat cjsc".Split(' ').Chunk(2).ToDictionary(f => f[0], f => f[1], StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Usual = Rows.SelectMany(r => r.Forms.Skip(1).Select(form => (form, usual: r.Forms[0]))).ToDictionary(f => f.form, f => f.usual, StringComparer.Ordinal);
    private static readonly Dictionary<string, string> Sure = Rows.SelectMany(r => r.Short.Select(form => (form, usual: r.Forms[0]))).ToDictionary(f => f.form, f => f.usual, StringComparer.Ordinal);

    // What may be somebody's name as well: read so beside a word that only companies have.
    private static readonly Dictionary<string, string> BesideOthers = Parsed(
        "trading:trad;technology:tech tec;engineering:eng engr;development:dev;general:gen;organization:org;industry:ind indus;export:exp;import:imp;enterprise:ent;laboratory:lab labs;research:res;science:sci;" +
        "product:prod prods;chemical:chem;transport:trans;company:com coy;commercial:comm;national:nat;investment:inv invest;construction:const cons;electric:elec;marine:mar;maritime:marit;department:dep;service:serv;" +
        "association:ass;international:int;petroleum:petr;cooperative:coop").SelectMany(r => r.Short.Select(form => (form, usual: r.Forms[0]))).ToDictionary(f => f.form, f => f.usual, StringComparer.Ordinal);

    /// <summary>The parts with each abbreviation spelt out that is nothing else, in the order given; the same parts when there is none.</summary>
    public static string[] SpeltOut(string[] parts)
    {
        string[]? spelt = null;
        for (var i = 0; i < parts.Length; i++)
            if (Sure.TryGetValue(parts[i], out var word))
                (spelt ??= [.. parts])[i] = word;
        return spelt ?? parts;
    }

    /// <summary>
    /// The parts read further: those spelt out that may be names (DEV, GEN, TECH), where another part is a company's, and legal forms shortened and
    /// told in English. Null when there is nothing to read so.
    /// </summary>
    public static string[]? SpeltOutFurther(string[] parts)
    {
        var spelt = Shortened(parts);
        for (var i = 0; i < spelt.Length; i++)
            if (Abroad.TryGetValue(spelt[i], out var word) || (BesideOthers.TryGetValue(spelt[i], out word) && IsOfCompany(spelt, i)))
                (spelt = ReferenceEquals(spelt, parts) ? [.. parts] : spelt)[i] = word;
        return ReferenceEquals(spelt, parts) ? null : spelt;
    }

    /// <summary>Whether a name with the part in it may be spelt out; without any such part it never is.</summary>
    public static bool Concerns(string part) => Sure.ContainsKey(part) || OpensForm.Contains(part) || Abroad.ContainsKey(part) || BesideOthers.ContainsKey(part);

    // Wherever the words stand: the order in which a name is written says nothing.
    private static string[] Shortened(string[] parts)
    {
        if (!Array.Exists(parts, static part => OpensForm.Contains(part)))
            return parts;
        var left = parts.ToList();
        var isShorter = false;
        foreach (var (words, form) in WrittenOut)
            if (Array.TrueForAll(words, left.Contains))
            {
                var at = left.IndexOf(words[0]);
                foreach (var word in words)
                    left.Remove(word);
                left.InsertRange(Math.Min(at, left.Count), form.Split(' '));
                isShorter = true;
            }
        return isShorter ? [.. left] : parts;
    }

    /// <summary>The usual one of a word's forms: technology for technologies. Any other word is its own.</summary>
    public static string UsualForm(string word) => Usual.GetValueOrDefault(word, word);

    private static bool IsOfCompany(string[] parts, int but)
    {
        for (var i = 0; i < parts.Length; i++)
            if (i != but && (Sure.ContainsKey(parts[i]) || parts[i] == "co" || (parts[i].Length > 2 && NameWords.ClassOf(parts[i], NameReading.Plain) is WordClass.Generic or WordClass.Form)))
                return true;
        return false;
    }

    private static (string[] Forms, string[] Short)[] Parsed(string rows) =>
        [.. rows.Split(';').Select(row => row.Split(':')).Select(row => (row[0].Split(' '), row.ElementAtOrDefault(1)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []))];
}
