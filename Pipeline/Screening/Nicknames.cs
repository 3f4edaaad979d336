// Short and national forms of given names. A payroll has Bill where a passport has William; a table is all that helps.
namespace Paysieve.Pipeline.Screening;

internal static class Nicknames
{
    private static readonly string[][] Names = Table(
        "william bill billy will willy liam", "robert bob bobby rob robbie bert", "richard dick rick ricky rich", "james jim jimmy jamie", "john jack johnny jon", "michael mike mick mickey mikhail misha miguel michel", "edward ed eddie ted ned eduard eduardo edik",
        "charles charlie chuck carlos karl", "thomas tom tommy", "joseph joe joey jose pepe josef iosif", "anthony tony anton antonio antoine", "andrew andy drew andrei andrey andrea andres", "alexander alex aleksandr sasha sacha shura alejandro alexandre oleksandr iskander sandy", "nicholas nick nicky nikolai nikolay kolya nicolas",
        "peter pete pyotr petr pedro piotr petya", "paul pavel pasha pablo", "daniel dan danny", "david dave davey", "stephen steve steven stefan stepan esteban", "christopher chris", "matthew matt matvei", "gregory greg grigory grigori grisha", "vladimir vova volodya vlad volodymyr", "dmitri dmitry dima mitya dmytro",
        "sergei sergey seryozha serhii sergio", "yuri yury yura iurii yuriy jorge", "eugene gene evgeny yevgeny evgeni zhenya evgenii yevhen", "ivan vanya", "alexei aleksei alexey lyosha alyosha oleksii", "boris borya", "konstantin kostya", "viktor victor vitya", "leonid lyonya", "anatoly anatoli tolya",
        "vyacheslav slava", "maxim maksim max maks", "fyodor fedor fedya theodore", "gennady gena gennadi", "francisco paco pancho francis frank francois", "jesus chucho", "enrique quique henry harry hank heinrich", "ignacio nacho", "guadalupe lupe", "rosario charo", "dolores lola", "concepcion concha", "fernando nando", "roberto beto", "manuel manolo manny",
        "elizabeth liz lizzy beth betty lisa eliza yelizaveta elisabeth", "margaret maggie meg peggy greta margarita", "katherine kate kathy katie cathy catherine ekaterina katya yekaterina katarina", "jennifer jen jenny", "susan sue susie", "patricia pat patty tricia", "barbara barb", "deborah deb debbie", "mary molly maria masha mariya marie", "anna annie ana anya hannah", "helen elena yelena lena olena nelly", "natalia natalie natasha nataliya", "tatiana tanya tatyana", "olga olya", "irina ira iryna", "svetlana sveta", "ludmila lyudmila lyuda mila", "anastasia nastya anastasiya",
        "samuel sam sammy", "benjamin ben benny", "joshua josh yehoshua", "jacob jake yakov iakov jacques", "lawrence larry", "leonard leo lenny", "timothy tim timofei", "ronald ron ronnie", "donald don donny", "kenneth ken kenny", "raymond ray ramon", "gerald gerry jerry", "frederick fred freddy friedrich", "philip phil filipp felipe", "albert al bert alberto", "arthur art artur arturo", "walter wally walt", "harold hal", "abraham abe avraham ibrahim", "isaac ike yitzhak ishaq",
        "ismail ishmael", "yusuf yousef iosef", "moses moshe musa moussa moises", "solomon sulaiman suleiman shlomo", "giuseppe beppe", "giovanni gianni", "luigi gigi", "salvatore toto", "vincenzo enzo vincent vince", "wladyslaw wladek", "stanislav stas stanislaw", "kazimierz kazik", "nathaniel nate nat", "zachary zach zack", "rebecca becky", "victoria vicky vika", "valentina valya", "galina galya", "lyubov lyuba", "nadezhda nadya", "vasily vasya vasili basil", "roman roma");

    private static readonly Dictionary<string, int> Groups = Names.SelectMany((names, i) => names.Select(name => (Name: name, Group: i + 1)))
        .DistinctBy(n => n.Name, StringComparer.Ordinal).ToDictionary(n => n.Name, n => n.Group, StringComparer.Ordinal);

    /// <summary>Number of the group that a folded part belongs to, 0 for none. Of two groups the first listed counts.</summary>
    public static int GroupOf(string token) => Groups.GetValueOrDefault(token);

    /// <summary>All names of the group that a folded part belongs to, in a fixed order; none when it belongs to none.</summary>
    public static IReadOnlyList<string> OfGroupOf(string token) => GroupOf(token) is > 0 and var group ? Names[group - 1] : [];

    private static string[][] Table(params string[] groups) => Array.ConvertAll(groups, group => group.Split(' '));
}
