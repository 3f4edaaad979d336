// Names of people and companies who are on no list, as payrolls have them: what the classifier must leave alone. Made from the name
// lists of a generator, by locale; for Koreans and Chinese also from the syllables of their names in Latin letters, and in Arabic letters
// from names of its own, because there those lists are short.
using Bogus;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Screening.Learning;

internal sealed class PayeeNames(int seed, Func<string, bool> takes)
{
    private const int MostTries = 40;

    private static readonly string[] Locales =
        ["en", "de", "fr", "es", "es_MX", "pt_BR", "it", "nl", "pl", "cz", "ro", "hr", "ru", "uk", "tr", "az", "ar", "fa", "en_IND", "id_ID", "vi", "zh_CN", "zh_TW", "ko", "ja", "en_NG", "en_ZA", "sv", "fi", "el", "ge"];

    // Twice and more for names that half a people bears.
    private static readonly string[] KoreanFamilies = "Kim Kim Kim Kim Kim Lee Lee Lee Yi Park Park Choi Jung Jeong Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Hong Yoo Ko Moon Yang Bae Baek Heo Nam Noh Ha Son Jeon Cha Min Koo Woo Ra Ji Um".Split(' ');
    private static readonly string[] KoreanSyllables = "Jun Hyun Ji Min Seo Yeon Woo Jin Young Soo Eun Kyung Jae Sung Ho Hee Won Hye Dong Sang In Chul Myung Tae Suk Hwan Jong Il Kwang Seok Yong Mi Ae Ja Sook Hoon Gyu Bin A Ra Na Yun Bo Gun Ki Byung Nam Ok Sun Kuk".Split(' ');
    private static readonly string[] ChineseFamilies = "Wang Wang Wang Li Li Li Zhang Zhang Zhang Liu Liu Chen Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Lin Guo He Gao Luo Zheng Liang Xie Song Tang Deng Han Feng Cao Peng Xiao Cheng Cai Pan Yuan Yu Dong Su Ye Lu Jiang Wei Fan Jin Shi Dai Xia Zhong Tian Hou Bai Qin".Split(' ');
    private static readonly string[] ChineseSyllables = "wei fang min jing li qiang lei jun yang yong yan jie juan tao ming chao xia ping gang hua hui jian hong bin lin feng xin yu hao bo dong liang kai rui ting xue qing zhi guo yi mei zhen peng shan cheng hai chun wen lan na ying long xiang jia han yuan tian shu fei kun ze zi xuan".Split(' ');

    // In Arabic letters the generator has few names, and short vowels are not written: more of them look alike than of any others.
    private static readonly string[] ArabicGiven = ("بدر تركي نواف مشعل سلطان بندر منصور راشد حمد جاسم علاء هاني أيمن أشرف عماد حاتم رياض نبيل سمير منير مازن باسم عصام أسامة ياسر زيد مروان أنس معاذ إياد قاسم صادق جعفر رضا مهدي عباس حيدر كاظم عبدالعزيز عبدالكريم عبدالقادر محمد أحمد علي حسن حسين " +
        "رشا إيمان غادة لمياء حنان أمل وفاء نجلاء شيماء مها ريم لبنى سناء نجوى عبير").Split(' ');
    private static readonly string[] ArabicFamilies = ("الشريف القاسم الحاج العبدالله الرشيدي الشهري العنزي البلوي السبيعي اليامي الجهني المحمد الأنصاري الكردي الدوري الموسوي الكعبي الساعدي الخزرجي اللامي المهدي بكري حمودة زيدان شعبان رمضان عاشور البدوي الفقي الجندي عيسى موسى يعقوب حمزة سعد درويش صباغ الحموي الحمصي " +
        "بركات نعمة خوري فرج الورفلي الطيب التيجاني محمود حسن علي أحمد إبراهيم عبدالرحمن ناصر صالح").Split(' ');

    // In Latin letters, by where they are borne: common names that lists are full of, of which the generator has none. Givens before the bar, families after it.
    private static readonly (string Origin, string[] Given, string[] Families)[] Spelt = Parsed(
        ("Arab", "Mohamed Mohammed Ahmed Ahmad Ali Hassan Hussein Hussain Omar Umar Ibrahim Mahmoud Mustafa Khaled Khalid Youssef Yousef Abdullah Abdallah Abdulrahman Abdulaziz Saleh Salem Said Saeed Nasser Samir Karim Tariq Tarek Walid Hamza Bilal Yassin Osama Faisal Fahad Sultan Majid Rashid Hamad Jamal Kamal Adel Ayman Hisham Ziad Rami Sami Nabil Hani Amr Mazen Anas Imad Emad Jaber Idris " +
            "Fatima Aisha Maryam Mariam Khadija Zainab Zaynab Layla Leila Nour Huda Salma Amina Sara Rania Hanan Samira Nadia Mona Iman Abeer Rana Dina Yasmin|" +
            "Ibrahim Hassan Ali Ahmed Mohamed Hussein Mahmoud Saleh Salem Said Abdullah Khalil Mansour Nasser Haddad Khoury Najjar Hamdan Awad Issa Musa Moussa Youssef Saad Farouk Zaki Fahmy Ghanem Hamad Bakri Darwish Qasim Kassem Rahman Aziz Shaheen Barakat Sabbagh Hariri Mansoor Taha Suleiman Osman Idris Bashir Adam Jibril Abbas Jawad Jaafar Hamid Majeed Rashid " +
            "Al-Harbi Al-Ghamdi Al-Otaibi Al-Qahtani Al-Shammari Al-Mutairi Al-Dosari Al-Zahrani El-Sayed Al-Hashimi Al-Amin Al-Jaziri Al-Masri El-Masry Al-Tamimi Al-Rashid Benali Bouazza Belkacem Mansouri Cherif Saidi Amrani Alaoui Idrissi Bennani Tazi Berrada Hamidi"),
        ("Persian", "Mohammad Ali Reza Hossein Mehdi Amir Hassan Javad Saeed Majid Hamid Ahmad Mahmoud Abbas Mostafa Mohsen Masoud Behnam Arash Kaveh Babak Farhad Siamak Nima Omid Ehsan Peyman Fatemeh Zahra Maryam Leila Narges Somayeh Sara Mina Parisa Shirin Nasrin Abdul Noor Zabihullah Najibullah Hamidullah Ahmadullah Rahmatullah|" +
            "Mohammadi Ahmadi Hosseini Rezaei Karimi Moradi Jafari Mousavi Rahimi Kazemi Hashemi Akbari Ebrahimi Sadeghi Ghorbani Heidari Rostami Bagheri Norouzi Yazdani Tehrani Shirazi Esfahani Tabrizi Kermani Sharifi Mirzaei Nazari Amini Soltani Asadi Zare Rahmani Gholami Salehi Farahani Ahmadzai Stanikzai Noori Amiri Safi Wardak Zadran Popal Haidari Sultani"),
        ("South Asian", "Muhammad Mohammad Imran Adnan Asif Bilal Faisal Kashif Nadeem Naveed Rashid Sajid Shahid Tariq Usman Waqas Zahid Zubair Abdul Karim Rahim Rafiq Shafiq Mizanur Habibur Anwar Aslam Akram Arif Hafiz Hamza Ali Hassan Omar Ayesha Nazia Saima Sana Shazia Rubina Farzana Nasreen Parveen Fatima|" +
            "Khan Ahmed Ahmad Ali Hussain Hossain Iqbal Malik Butt Chaudhry Sheikh Shaikh Qureshi Siddiqui Mirza Shah Akhtar Aslam Mahmood Rehman Rahman Islam Alam Uddin Chowdhury Begum Bibi Khatun Miah Sarkar Raza Abbasi Javed Anwar Baig Bhatti Rana Raja Kumar Singh"),
        ("African", "Abdi Abdirahman Abdullahi Mohamud Mohamed Hassan Ahmed Farah Ismail Jama Warsame Yusuf Osman Nur Omar Ali Aden Hirsi Duale Guled Fatuma Hodan Ifrah Amina Halima Sahra Mamadou Ibrahima Ousmane Moussa Amadou Abdoulaye Aliou Cheikh Boubacar Sekou Fatou Aminata Mariama Abubakar Usman Sani Garba Yakubu|" +
            "Abdi Ali Mohamed Ahmed Hassan Farah Warsame Omar Yusuf Jama Osman Nur Hussein Ibrahim Adan Elmi Isse Barre Diriye Diallo Ba Sow Diop Traore Toure Keita Camara Barry Coulibaly Cisse Konate Sarr Ndiaye Bello Musa Sani Abubakar Usman Garba Yakubu Lawal Danjuma Abdullahi"),
        ("Slavic", "Aleksandr Alexander Sergei Sergey Dmitri Dmitry Andrei Andrey Aleksei Alexey Mikhail Vladimir Nikolai Ivan Oleg Igor Yuri Viktor Maksim Roman Pavel Artem Denis Evgeny Ilya Anton Vitaly Oleksandr Serhii Andrii Volodymyr Mykola Dmytro Elena Olga Irina Natalia Tatiana Svetlana Anna Maria Yulia Ekaterina Olena Iryna|" +
            "Ivanov Ivanova Petrov Petrova Smirnov Kuznetsov Popov Vasiliev Sokolov Mikhailov Novikov Fedorov Morozov Volkov Alekseev Lebedev Semenov Egorov Pavlov Kozlov Stepanov Nikolaev Orlov Andreev Makarov Nikitin Zakharov Zaitsev Soloviev Borisov Yakovlev Grigoriev Romanov Vorobiev Sergeev Kuzmin Frolov Aleksandrov Dmitriev Korolev Shevchenko Kovalenko Bondarenko Tkachenko Kovalchuk Kravchenko Melnyk Boyko Savchenko Marchenko"));

    /// <summary>Where the common names in Latin letters are borne that stand in no name list of the generator.</summary>
    public static IEnumerable<string> SpeltOrigins => Spelt.Select(s => s.Origin);

    /// <summary>Distinct names of people and companies, <paramref name="perOrigin"/> people of every origin and a fifth as many companies.</summary>
    public IEnumerable<string> All(int perOrigin)
    {
        foreach (var locale in Locales)
        {
            var faker = new Faker(locale) { Random = new Randomizer(seed) };
            var people = Enumerable.Range(0, perOrigin).Select(i => (Given: Taken(() => faker.Name.FirstName(), takes), Second: i % 4 == 0 ? Taken(() => faker.Name.FirstName(), takes) : "", Family: Taken(() => faker.Name.LastName(), takes))).ToList();
            var names = people.Select(p => p.Given + (p.Second.Length > 0 ? " " : "") + p.Second + " " + p.Family)
                // And as payrolls write them who know one alphabet: Zhichen Li.
                .Concat(people.Where(p => !NameFolding.IsLatin(p.Given)).Select(p => string.Concat(NameFolding.Tokens(p.Given)) + " " + string.Concat(NameFolding.Tokens(p.Family))))
                .Concat(people.Where((p, i) => i % 12 == 1 && NameFolding.IsLatin(p.Given)).Select(p => p.Given[..1] + " " + p.Family))
                .Concat(Enumerable.Range(0, perOrigin / 5).Select(_ => faker.Company.CompanyName()));
            foreach (var name in names.Distinct(StringComparer.Ordinal))
                yield return name;
        }
        foreach (var name in OfSyllables(perOrigin, KoreanFamilies, KoreanSyllables, one: 0.02).Concat(OfSyllables(perOrigin, ChineseFamilies, ChineseSyllables, one: 0.25)).Concat(OfArabic(perOrigin)).Concat(SpeltOrigins.SelectMany(origin => OfSpelt(origin, perOrigin / 2))).Distinct(StringComparer.Ordinal))
            yield return name;
    }

    private IEnumerable<string> OfSyllables(int count, string[] families, string[] syllables, double one)
    {
        var random = new Randomizer(seed);
        for (var i = 0; i < count; i++)
        {
            var family = random.ArrayElement(families);
            var given = Taken(() => random.ArrayElement(syllables) + (random.Double() < one ? "" : " " + random.ArrayElement(syllables)), takes);
            yield return random.Int(0, 3) switch
            {
                0 => family + " " + given,
                1 => given.Replace(' ', '-') + " " + family,
                2 => given.Replace(" ", "", StringComparison.Ordinal) + " " + family,
                _ => family + " " + given.Replace(" ", "", StringComparison.Ordinal),
            };
        }
    }

    private IEnumerable<string> OfArabic(int count)
    {
        var random = new Randomizer(seed);
        for (var i = 0; i < count; i++)
            yield return random.ArrayElement(ArabicGiven) + " " + (i % 4 == 0 ? random.ArrayElement(ArabicGiven) + " " : "") + random.ArrayElement(ArabicFamilies);
    }

    /// <summary>People of one of <see cref="SpeltOrigins"/>: two names, three of every fourth, and an initial for the given name of every twelfth. Some come twice.</summary>
    public IEnumerable<string> OfSpelt(string origin, int count)
    {
        var random = new Randomizer(seed);
        var (_, given, families) = Array.Find(Spelt, s => s.Origin == origin);
        for (var i = 0; i < count; i++)
        {
            var (first, family) = (Taken(() => random.ArrayElement(given), takes), Taken(() => random.ArrayElement(families), takes));
            yield return i % 12 == 1 ? first[..1] + " " + family : first + " " + (i % 4 == 0 ? Taken(() => random.ArrayElement(given), takes) + " " : "") + family;
        }
    }

    private static (string, string[], string[])[] Parsed(params (string Origin, string Names)[] rows) =>
        [.. rows.Select(row => (row.Origin, row.Names.Split('|')[0].Split(' '), row.Names.Split('|')[1].Split(' ')))];

    /// <summary>A name that may be taken; of a list that holds none, any.</summary>
    public static string Taken(Func<string> draw, Func<string, bool> takes)
    {
        var name = draw();
        for (var tries = 0; tries < MostTries && !takes(name); tries++)
            name = draw();
        return name;
    }
}
