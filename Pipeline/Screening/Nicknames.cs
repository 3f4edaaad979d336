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

    // Further short forms, a name in as many groups as it is short for: Vlad is Vladimir or Vladislav, who are two.
    private static readonly string[][] Short = Table(
        "alexander alec lex xander", "alfred al alf alfie fred freddie", "abigail abby", "amanda mandy", "angela angie", "arnold arnie", "augustus august gus", "bartholomew bart", "bernard bernie", "bradley brad", "calvin cal", "caroline carrie carol", "charlotte lottie", "christine christina kristina tina chris chrissy", "clifford cliff", "clinton clint",
        "cynthia cindy", "dominic dom nick", "dorothy dot dottie", "douglas doug", "edgar ed eddie", "edwin ed eddie ned", "eleanor ellie nora nell", "ernest ernie", "florence flo", "frances fran frankie", "gabriel gabe gabi gaby gavriil", "geoffrey geoff jeffrey jeff", "gilbert gil bert", "harold harry", "herbert herb bert", "hubert bert", "jacqueline jackie", "jeremy jerry", "jerome jerry",
        "jessica jess jessie", "jonathan jon jonny", "judith judy", "kevin kev", "leslie les", "louis lewis lou lew", "martin marty", "maurice mo", "melissa mel", "melvin mel", "mitchell mitch", "norman norm", "oliver ollie", "pamela pam", "patrick pat paddy", "penelope penny", "randolph randall randy", "reginald reg reggie", "roderick rod", "rodney rod", "rosemary rose", "russell russ", "sandra sandy",
        "sebastian seb seba", "sidney sid", "stanley stan", "stuart stewart stu", "terence terrence terry", "theodore ted teddy theo", "theresa teresa tere terry tess", "tobias toby", "valerie val", "vincent vin vinnie", "virginia ginny", "wallace wally", "wesley wes", "victor vic", "anthony antonio toni tonino tono nino", "johannes johann hans hannes", "friedrich fritz", "heinrich heinz", "andrew andy",
        "aleksandr alexander alexandr sasha sashka shura sanya sanyok alik", "aleksandra alexandra sasha sashka shura sanya", "aleksei alexei alexey aleksey alyosha alesha lyosha lesha lyokha", "anatoly anatoliy anatolii tolya tolik", "andrei andrey andrii andriy andryusha andryukha andriusha", "anton antosha tosha", "arkady arkadiy arkasha", "artem artyom artemiy artemy tyoma tema", "boris borya borka", "vadim vadym vadik",
        "valentin valya", "valery valeriy valerii valeri valera", "valeria valeriya lera", "viktor victor vitya vityok", "vitaly vitaliy vitalii vitalik", "vladimir volodymyr vova vovka vovan volodya vlad vladik", "vladislav vladyslav vlad vladik slava", "vyacheslav viacheslav vyacheslau slava slavik", "svyatoslav sviatoslav slava svyat", "yaroslav iaroslav yarik slava", "rostislav rostyslav rostik slava", "stanislav stanislau stas stasik slava",
        "gennady gennadiy gena genka", "georgy georgiy georgii gosha zhora goga", "german gera", "daniil danila danil daniel danya", "denis denys denisko", "dmitry dmitri dmitriy dmitrii dima dimka dimon mitya", "evgeny yevgeny evgeniy yevgeniy evgenii zhenya zheka", "evgenia evgeniya yevgenia yevgeniya zhenya", "igor ihor igoryok igorek garik gosha", "ilya ilia ilyusha", "innokenty innokentiy kesha", "kirill kiril kirya", "konstantin kostya kostik kostia",
        "leonid lyonya lenya", "lev lyova leva", "matvei matvey motya", "nikita nikitos", "nikolai nikolay kolya kolyan", "oleg oleh olezhka olezhek", "pavel pasha pashka", "pyotr petr petya petka", "roman roma romka", "ruslan rus rusik", "savely saveliy sava", "semyon semen syoma sema senya", "sergei sergey sergiy seryozha serezha seriozha seryoga serega", "stepan styopa stepa", "timofei timofey tima tim", "timur tima", "eduard edik", "yuri yury yuriy yura yurik",
        "yakov yasha", "antonina tonya", "varvara varya", "veronika nika", "darya daria dariya dasha", "zinaida zina", "ksenia kseniya xenia ksyusha", "oksana ksyusha", "lidia lidiya lida", "margarita rita", "natalia natalya nataliya nata natasha", "polina polya", "raisa raya", "sofia sofiya sophia sofya sonya", "tamara toma", "yulia yuliya julia yulya", "lyudmila ludmila lyuda lyusya mila", "elena yelena lena alyona",
        "alfonso poncho", "alfredo fredo", "carlos carlitos charly", "eduardo lalo edu", "enrique kike quique", "ernesto neto", "federico fede", "felipe pipe", "francisco kiko curro fran", "gonzalo gonza", "gregorio goyo", "guillermo memo guille", "gustavo tavo", "humberto beto", "norberto beto", "alberto beto", "isabel isa chabela", "javier javi", "jesus chuy", "joaquin quino", "jose chepe", "juan juancho juanito", "leonardo leo",
        "luis lucho luisito", "mauricio mau", "miguel migue", "nicolas nico", "rafael rafa raphael rafail", "ramon moncho", "ricardo richi", "rodolfo fito", "salvador chava", "santiago santi chago", "sergio checo", "vicente chente", "consuelo chelo", "mercedes meche", "graciela chela", "francisca paca", "josefa pepa", "francesco ciccio", "domenico mimmo", "giuseppe peppe pino", "salvatore turi",
        "mohammed mohamed mohammad muhammad muhammed mohamad mo", "ibrahim ibro ibo", "hussein husein huso",
        // Chinese family names as Hong Kong and its neighbours write them, beside the Mandarin ones.
        "huang wong", "wang wong", "chen chan", "zhang cheung", "liu lau", "wu ng", "zhou chow chau", "zeng tsang", "guo kwok", "liang leung", "ye yip", "mai mak", "feng fung", "xie tse", "lin lam", "yang yeung", "zhao chiu", "xu tsui", "xiao siu", "cao tso", "yuan yuen", "luo law", "cai tsoi", "peng pang", "pan poon", "tan tam", "fang fong", "han hon", "tian tin", "mo mok", "guan kwan", "yan yim");

    private static readonly string[][] All = [.. Names, .. Short];

    private static readonly Dictionary<string, int[]> Groups = All.SelectMany((names, group) => names.Select(name => (Name: name, Group: group)))
        .GroupBy(n => n.Name, n => n.Group, StringComparer.Ordinal).ToDictionary(n => n.Key, n => n.Distinct().ToArray(), StringComparer.Ordinal);

    /// <summary>Numbers of the groups that a folded part belongs to, ascending; none for nearly all.</summary>
    public static int[] GroupsOf(string token) => Groups.GetValueOrDefault(token, []);

    /// <summary>Whether two parts have a group in common.</summary>
    public static bool Share(int[] groups, int[] others)
    {
        for (int i = 0, k = 0; i < groups.Length && k < others.Length;)
        {
            if (groups[i] == others[k]) return true;
            if (groups[i] < others[k]) i++;
            else k++;
        }
        return false;
    }

    /// <summary>All names of the groups that a folded part belongs to, in a fixed order; none when it belongs to none.</summary>
    public static IReadOnlyList<string> OfGroupsOf(string token) => [.. GroupsOf(token).SelectMany(group => All[group]).Distinct(StringComparer.Ordinal)];

    private static string[][] Table(params string[] groups) => Array.ConvertAll(groups, group => group.Split(' '));
}
