// Banks and payrolls shorten the words that companies share, and every one does it its own way: SHPG, INTL, TRDG, GEN. Letter by letter they
// have nothing to do with the words of the list, and a name of few words is lost with one of them.
using System.Collections.Frozen;

namespace Paysieve.Pipeline.Screening;

internal static class CompanyAbbreviations
{
    // Each row: forms of one word, the usual one first; then, after a colon, how it is shortened so that nobody could be called it.
    private static readonly (string[] Forms, string[] Short)[] Rows = Parsed(
        "international:intl intnl internatl internat;trading trade:trdg trdng trd tradg;shipping:shpg shpng shppg shipg;technology technologies technological:techn technol techno tchn;" +
        "manufacturing manufacture:mfg manuf manufg mnfg;management:mgmt mgt mngmt;engineering engineers:engg engrg engnrg;industry industries:indus indust inds;industrial:indl industl;" +
        "development developments:devt devl devel dvlpmt dvpt;department:dept;government:govt;university universities:univ;foundation:fdn fndn fndtn;association associations:assn assoc asscn assocn;" +
        "organization organisation organizations:orgn orgnztn;national:natl natnl;brothers:bros;service services:svc svcs servs;construction:constr constn cnstr;distribution:distr distrib;" +
        "investment investments:invt invmt invstmt;holding holdings:hldg hldgs hldng;group groupe:grp grps;enterprise enterprises:entp entpr enterp entrprs;export exports:;import imports:;" +
        "chemical chemicals:;petrochemical petrochemicals:petrochem;electronics electronic:electr elctrn electron;equipment:equip eqpt;institute institution:;laboratory laboratories:;" +
        "transport transportation:transp transpt trnsp;system systems:syst;product products:;corporation:corpn;company companies:coy comp cmpny;commercial:comml commrcl;exchange:exch;insurance:insur;" +
        "logistics:logist logis lgstcs;machinery machine:machy mchy;materials:matls;building:bldg;general:genl;marketing:mktg;metal metals:;petroleum:petr;security securities:secs;solutions:soln solns;" +
        "supply supplies:;telecommunications telecommunication telecom:telecomm telecoms;center centre centers centres:ctr cntr centr;agency:agcy;consulting consultancy consultants:conslt consultg;cooperative:coop");

    private static readonly FrozenDictionary<string, string> Usual = Rows.SelectMany(r => r.Forms.Skip(1).Select(form => (form, usual: r.Forms[0]))).ToFrozenDictionary(f => f.form, f => f.usual, StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, string> Sure = Rows.SelectMany(r => r.Short.Select(form => (form, usual: r.Forms[0]))).ToFrozenDictionary(f => f.form, f => f.usual, StringComparer.Ordinal);

    // What may be somebody's name as well: read so beside a word that only companies have.
    private static readonly FrozenDictionary<string, string> BesideOthers = Parsed(
        "technology:tech tec;engineering:eng engr;development:dev;general:gen;organization:org;industry:ind;export:exp;import:imp;enterprise:ent;institute:inst;laboratory:lab labs;research:res;science:sci;" +
        "product:prod prods;chemical:chem;transport:trans;company:com;commercial:comm;national:nat;investment:inv invest;construction:const cons;electric:elec;marine:mar;maritime:marit;department:dep;service:serv;" +
        "association:ass;international:int").SelectMany(r => r.Short.Select(form => (form, usual: r.Forms[0]))).ToFrozenDictionary(f => f.form, f => f.usual, StringComparer.Ordinal);

    /// <summary>The parts with each abbreviation spelt out that is nothing else, in the order given; the same parts when there is none.</summary>
    public static string[] SpeltOut(string[] parts)
    {
        string[]? spelt = null;
        for (var i = 0; i < parts.Length; i++)
            if (Sure.TryGetValue(parts[i], out var word))
                (spelt ??= [.. parts])[i] = word;
        return spelt ?? parts;
    }

    /// <summary>The parts with those spelt out too that may be names (DEV, GEN, TECH), where another part is a company's; null when there is none.</summary>
    public static string[]? SpeltOutAmongOthers(string[] parts)
    {
        string[]? spelt = null;
        for (var i = 0; i < parts.Length; i++)
            if (BesideOthers.TryGetValue(parts[i], out var word) && IsOfCompany(parts, i))
                (spelt ??= [.. parts])[i] = word;
        return spelt;
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
