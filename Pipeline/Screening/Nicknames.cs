// Short and national forms of given names. A payroll has Bill where a passport has William; a table is all that helps.
namespace Paysieve.Pipeline.Screening;

internal static class Nicknames
{
    private static readonly string[][] Names = Table(
        "william bill billy will willy liam", "robert bob bobby rob robbie bert", "richard dick rick ricky rich", "james jim jimmy jamie", "john jack johnny jon", "michael mike mick mickey mikhail misha miguel michel mykhailo mykhaylo mihail mikhailo", "edward ed eddie ted ned eduard eduardo edik",
        "charles charlie chuck carlos karl", "thomas tom tommy", "joseph joe joey jose pepe josef iosif", "anthony tony anton antonio antoine", "andrew andy drew andrei andrey andrea andres andrii andriy", "alexander alex aleksandr sasha sacha shura alejandro alexandre oleksandr aliaksandr iskander sandy", "nicholas nick nicky nikolai nikolay kolya nicolas mykola mikalai",
        "peter pete pyotr petr pedro piotr petya petro pyatro", "paul pavel pasha pablo pavlo paval", "daniel dan danny", "david dave davey", "stephen steve steven stefan stepan esteban", "christopher chris", "matthew matt matvei", "gregory greg grigory grigori grigoriy grigorii grisha hryhorii hryhoriy", "vladimir vova volodya vlad volodymyr uladzimir", "dmitri dmitry dmitriy dmitrii dima mitya dmytro dzmitry",
        "sergei sergey sergiy seryozha serhii serhiy siarhei sergio", "yuri yury yura iurii yuriy yurii jorge", "eugene gene evgeny yevgeny evgeni evgeniy yevgeniy zhenya evgenii yevhen yevhenii yauhen", "ivan vanya", "alexei aleksei aleksey alexey lyosha alyosha oleksii oleksiy aliaksei", "boris borya", "konstantin kostya kostiantyn kostyantyn kanstantsin", "viktor victor vitya viktar", "leonid lyonya", "anatoly anatoli anatoliy anatolii tolya anatol",
        "vyacheslav slava", "maxim maksim max maks", "fyodor fedor fedya theodore fedir", "gennady gena gennadi gennadiy gennadii hennadii hennadiy henadz", "francisco paco pancho francis frank francois", "jesus chucho", "enrique quique henry harry hank heinrich", "ignacio nacho", "guadalupe lupe", "rosario charo", "dolores lola", "concepcion concha", "fernando nando", "roberto beto", "manuel manolo manny",
        "elizabeth liz lizzy beth betty lisa eliza yelizaveta elisabeth", "margaret maggie meg peggy greta margarita", "katherine kate kathy katie cathy catherine ekaterina katya yekaterina katarina kateryna katsiaryna", "jennifer jen jenny", "susan sue susie", "patricia pat patty tricia", "barbara barb", "deborah deb debbie", "mary molly maria masha mariya marie", "anna annie ana anya hannah hanna", "helen elena yelena lena olena alena nelly", "natalia natalie natasha nataliya nataliia natallia", "tatiana tanya tatyana tetiana tetyana tatsiana", "olga olya olha volha", "irina ira iryna", "svetlana sveta svitlana sviatlana", "ludmila lyudmila liudmila liudmyla lyudmyla lyuda mila", "anastasia nastya anastasiya",
        "samuel sam sammy", "benjamin ben benny", "joshua josh yehoshua", "jacob jake yakov iakov jacques", "lawrence larry", "leonard leo lenny", "timothy tim timofei", "ronald ron ronnie", "donald don donny", "kenneth ken kenny", "raymond ray ramon", "gerald gerry jerry", "frederick fred freddy friedrich", "philip phil filipp felipe", "albert al bert alberto", "arthur art artur arturo", "walter wally walt", "harold hal", "abraham abe avraham ibrahim ebrahim brahim", "isaac ike yitzhak ishaq",
        "ismail ishmael esmail esmaeil ismael", "yusuf yousef youssef youssouf yousaf iosef", "moses moshe musa moussa moises", "solomon sulaiman suleiman suleyman soleiman soliman souleymane shlomo", "giuseppe beppe", "giovanni gianni", "luigi gigi", "salvatore toto", "vincenzo enzo vincent vince", "wladyslaw wladek", "stanislav stas stanislaw", "kazimierz kazik", "nathaniel nate nat", "zachary zach zack", "rebecca becky", "victoria vicky vika", "valentina valya", "galina galya halyna", "lyubov lyuba", "nadezhda nadya", "vasily vasya vasili vasiliy vasilii vasyl vasil basil", "roman roma",
        "georgy georgi georgiy georgii heorhii heorhiy yegor egor", "igor ihor ihar", "oleg oleh aleh", "vitaly vitali vitaliy vitalii", "valery valeri valeriy valerii", "bogdan bohdan", "yulia yuliya yuliia iuliia julia", "larisa larysa larissa",
        "reza rida redha ridha riza", "ahmed ahmad ahmet", "daoud dawood dawud davud davood", "hussein hussain husain husein huseyin hossein hosein", "omar umar omer", "osman othman uthman usman ousmane", "khalil halil", "khalid khaled halit",
        "mustafa mostafa moustafa mustapha", "murtaza morteza murtada mortaza", "jafar jaafar djafar cafer", "javad jawad cevat", "qasim kasim kassem qassem ghasem", "kazem kadhim kazim", "fadel fadil fazel fazil fadhil", "ramadan ramazan ramadhan");

    private static readonly Dictionary<string, int> Groups = Names.SelectMany((names, i) => names.Select(name => (Name: name, Group: i + 1)))
        .DistinctBy(n => n.Name, StringComparer.Ordinal).ToDictionary(n => n.Name, n => n.Group, StringComparer.Ordinal);

    /// <summary>Number of the group that a folded part belongs to, 0 for none. Of two groups the first listed counts.</summary>
    public static int GroupOf(string token) => Groups.GetValueOrDefault(token);

    /// <summary>All names of the group that a folded part belongs to, in a fixed order; none when it belongs to none.</summary>
    public static IReadOnlyList<string> OfGroupOf(string token) => GroupOf(token) is > 0 and var group ? Names[group - 1] : [];

    private static string[][] Table(params string[] groups) => Array.ConvertAll(groups, group => group.Split(' '));
}
