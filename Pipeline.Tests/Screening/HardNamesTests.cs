// Planted hard cases: scripts, romanisations, short forms and joins that must be found, and their nearest neighbours that must not.
using Bogus;
using Paysieve.Pipeline.Screening;
using Paysieve.Pipeline.Screening.Lists;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class HardNamesTests
{
    [TestMethod]
    [DataRow("Андрей Стрижов", "Person|||STRIZHOV, Andrei Alexandrovich")]
    [DataRow("Αντρέι Μπελούσοφ", "Person|||BELOUSOV, Andrei")]
    [DataRow("김용철", "Person|||KIM, Yong Chol")]
    [DataRow("Gim Yeongcheol", "Person|||KIM, Yong Chol")]
    [DataRow("طارق عزيز", "Person|||AZIZ, Tariq")]
    [DataRow("Abdulrahman Al-Rawi", "Person|||AL RAWI, Abd al Rahman")]
    [DataRow("Abdurrahman Rawi", "Person|||AL-RAWI, Abdelrahman")]
    [DataRow("Bill Strizhovsky", "Person|||STRIZHOVSKY, William")]
    [DataRow("Sinotech Shipping", "Company|||SINO TECH SHIPPING CO., LTD.")]
    [DataRow("AO Kalinovskiy Zavod", "Company|||AKTSIONERNOE OBSHCHESTVO KALINOVSKI ZAVOD")]
    [DataRow("Open Joint-Stock Company Kalinovskiy Zavod", "Company|||OAO KALINOVSKI ZAVOD")]
    [DataRow("Pawal Igorewich Karanda", "Person|||KARANDA, Pavel Igorovich")]
    [DataRow("Andrei Karanda", "Person|||KARANDA, Andrey Igorevich")]
    [DataRow("Сергей Каранда", "Person|||KARANDA, Sergei Petrovich")]
    [DataRow("Star Shipping 2", "Vessel|||STAR SHIPPING II")]
    [DataRow("أيمن الظواهري", "Person|||AL-ZAWAHIRI, Ayman")]
    [DataRow("بشار الأسد", "Person|||AL-ASSAD, Bashar")]
    [DataRow("حسن نصرالله", "Person|||NASR ALLAH, Hassan")]
    [DataRow("金正恩", "Person|||KIM, Jong Un")]
    [DataRow("张成泽", "Person|||JANG, Song Thaek")]
    [DataRow("Ким Чен Ын", "Person|||KIM, Jong Un")]
    [DataRow("Ким Чонын", "Person|||KIM, Jong Un")]
    [DataRow("Чан Сон Тхэк", "Person|||JANG, Song Thaek")]
    [DataRow("Хван Бён Со", "Person|||HWANG, Pyong So")]
    [DataRow("Рён Хэ Чхве", "Person|||CHOE, Ryong Hae")]
    [DataRow("Цой Рён Хэ", "Person|||CHOE, Ryong Hae")]
    [DataRow("Ким Ё Чжон", "Person|||KIM, Yo Jong")]
    [DataRow("محمد جواد وزیری", "Person|||WAZIRI, Mohammad Jawad")]
    [DataRow("گل احمد حكيمى", "Person|||HAKIMI, Gul Ahmad")]
    [DataRow("شهاب الدين دلاور", "Person|||DELAWAR, Shahabuddin")]
    [DataRow("سراج الدين حقانى", "Person|||HAQQANI, Sirajuddin")]
    [DataRow("ثروت صالح شحاته", "Person|||SHIHATA, Tharwat Salah")]
    [DataRow("فضل محمد مظلوم", "Person|||MAZLOOM, Fazl Mohammad")]
    [DataRow("قاسم سليماني", "Person|||SOLEIMANI, Qasem")]
    [DataRow("جواد تهامی", "Person|||TAHAMI, Javad")]
    [DataRow("حسن عسگرﻯ", "Person|||ASGARI, Hassan")]
    [DataRow("ابوالفضل عامری", "Person|||AMERI, Abolfazl")]
    [DataRow("جورج شاوي", "Person|||CHAOUI, George")]
    [DataRow("جمال الدرديري", "Person|||EL DARDIRI, Gamal")]
    [DataRow("نظام الدین موسوی", "Person|||MOUSAVI, Nezamoldin")]
    [DataRow("Сергей Кожлаев / Сергiй Кожлаєв", "Person|||KOZHLAYEV, Sergey")]
    [DataRow("شرکت پراور پارس", "Company|||PARAVAR PARS COMPANY")]
    [DataRow("ТАА «Геоскан»", "Company|||Geoscan LLC")]
    [DataRow("0mar A1-Shishani", "Person|||AL-SHISHANI, Omar")]
    [DataRow("V1adim1r Kh0rev", "Person|||KHOREV, Vladimir")]
    [DataRow("TitoAldemarRuano", "Person|||RUANO, Tito Aldemar")]
    [DataRow("TITOALDEMARRUANO", "Person|||RUANO, Tito Aldemar")]
    [DataRow("kimyongchol", "Person|||KIM, Yong Chol")]
    [DataRow("MINAB SHPG CO LTD", "Company|||MINAB SHIPPING COMPANY LIMITED")]
    [DataRow("NOH Dongsu", "Person|||노동수")]
    [DataRow("NOH Dongsu", "Person|||RO, Tong Su")]
    [DataRow("RIM Changho", "Person|||임창호")]
    [DataRow("YOO Kwangjin", "Person|||RYU, Kwang Jin")]
    [DataRow("NA Kyongsu", "Person|||RA, Kyong Su")]
    [DataRow("YEE Jonghyok", "Person|||RI, Jong Hyok")]
    [DataRow("RHIE Jonghyok", "Person|||RI, Jong Hyok")]
    [DataRow("YOU Kwangjin", "Person|||RYU, Kwang Jin")]
    [DataRow("Ilya Chtcherbakov", "Person|||SHCHERBAKOV, Ilya")]
    [DataRow("Ilya Stcherbakoff", "Person|||SHCHERBAKOV, Ilya")]
    [DataRow("Ilya Schtscherbakow", "Person|||SHCHERBAKOV, Ilya")]
    [DataRow("グハジ・モハムマド・アブドゥルラフ", "Person|||ABDULLAH, Ghazi Mohammad")]
    [DataRow("Grivorbank LLC", "Unknown|||Grivorbank")]
    [DataRow("Kalinovski Center of Technologies", "Company|||KALINOVSKI ENGINEERING CENTER OF INNOVATIVE TECHNOLOGIES")]
    [DataRow("NPC INTL", "Company|||NPC INTERNATIONAL")]
    [DataRow("ALAM ALTHRWA GEN TRDG LLC", "Company|||ALAM ALTHRWA GENERAL TRADING LLC")]
    [DataRow("MIDDLE EAST MINERAL IND DEV HLDG CO", "Company|||MIDDLE EAST MINERAL INDUSTRIES DEVELOPMENT HOLDING COMPANY")]
    [DataRow("ООО Клеверкоптер", "Company|||LLC KLEVERCOPTER")]
    [DataRow("Общество с ограниченной ответственностью «Геоскан»", "Company|||Geoscan LLC")]
    [DataRow("Акционерное Общество «Дукс» (АО «Дукс»)", "Company|||Joint Stock Company Dux")]
    [DataRow("Sociedad Anonima Transmares", "Company|||TRANSMARES, S.A.")]
    [DataRow("ウラジーミル・プーチン", "Person|||PUTIN, Vladimir")]
    [DataRow("セルゲイ ラブロフ", "Person|||LAVROV, Sergey")]
    [DataRow("ラムザン・カディロフ", "Person|||KADYROV, Ramzan")]
    [DataRow("ﾌﾞﾗｼﾞﾐﾙ ｺﾜﾘｮﾌ", "Person|||KOVALYOV, Vladimir")]
    [DataRow("キム・ヨンチョル", "Person|||KIM, Yong Chol")]
    [DataRow("ｷﾑ ﾖﾝﾁﾖﾙ", "Person|||KIM, Yong Chol")]
    [DataRow("パク・ジニョク", "Person|||PARK, Jin Hyok")]
    [DataRow("チャン ウェイ", "Person|||ZHANG, Wei")]
    [DataRow("Shih-lung Chang", "Person|||ZHANG, Shilong")]
    [DataRow("Chin Hsien-hua", "Person|||QIN, Xianhua")]
    [DataRow("Kuang-Tsung Chao", "Person|||ZHAO, Guangzong")]
    [DataRow("Mun Jungchul", "Person|||MUN, Chong-Chol")]
    [DataRow("Yong Ho Jang Chul", "Person|||JANG CHOL, Yong Ho")]
    [DataRow("Petro Pavlo Hrushetskyi", "Person|||HRUSHETSKYI, Petr Pavel")]
    [DataRow("Mykola Zatulovsky", "Person|||ZATULOVSKY, Nikolay")]
    [DataRow("Jung Song Jangkim", "Person|||KIM, Jung Song Jang")]
    [DataRow("Dmitri Le8edenko", "Person|||LEBEDENKO, Dmitri")]
    [DataRow("Gen. Carol Zhoubert", "Person|||ZHOUBERT, Carol")]
    [DataRow("NAFTOLIN OJSC, Beirut", "Company|||OJSC NAFTOLIN")]
    [DataRow("Khatirdji Group China", "Company|||KHATIRDJI GROUP")]
    [DataRow("Shahedan Avn Inds", "Company|||SHAHEDAN AVIATION INDUSTRIES")]
    [DataRow("MAKINEH INST.", "Company|||MAKINEH INSTITUTE")]
    [DataRow("A THREE ENERGY FREE ZONE ESTABLISHMENT", "Company|||A THREE ENERGY FZE")]
    [DataRow("شبکه حقانی", "Company|||HAQQANI NETWORK|شبکه حقانی")]
    [DataRow("MV Behnavaz", "Vessel|||BEHNAVAZ")]
    [DataRow("M/V Behnavaz", "Vessel|||BEHNAVAZ")]
    [DataRow("Motor Tanker Behnavaz", "Vessel|||BEHNAVAZ")]
    [DataRow("Carol Smith & Dmitri Lebedenko", "Person|||LEBEDENKO, Dmitri")]
    [DataRow("Dmitri Lebedenko and Carol Smith", "Person|||LEBEDENKO, Dmitri")]
    [DataRow("Dmitri Lebedenko y Carol Smith", "Person|||LEBEDENKO, Dmitri")]
    [DataRow("😀 Dmitri Lebedenko 🎉", "Person|||LEBEDENKO, Dmitri")]
    [DataRow("Dmitri Lebedenko™", "Person|||LEBEDENKO, Dmitri")]
    [DataRow("Dmitri\u200BLebedenko", "Person|||LEBEDENKO, Dmitri")]
    [DataRow("LEBEDENKO D.I.", "Person|||LEBEDENKO, Dmitri Ivanovich")]
    [DataRow("D. I. Lebedenko", "Person|||LEBEDENKO, Dmitri Ivanovich")]
    [DataRow("ЛЕБЕДЕНКО Д.И.", "Person|||LEBEDENKO, Dmitri Ivanovich")]
    [DataRow("D. Lebedenko", "Person|||LEBEDENKO, Dmitri")]
    [DataRow("LEBEDENKO S.S.", "Person|||LEBEDENKO, Said Said")]
    [DataRow("D. Lebedenko", "Person|||LEBEDENKO, Dmitri Ivanovich")]
    [DataRow("LEBEDENKO A. S.", "Person|||LEBEDENKO, Artem Sergeevich")]
    [DataRow("E.V. Lebedenko", "Person|||LEBEDENKO, Egor Viktorovich")]
    [DataRow("Vlad Lebedenko", "Person|||LEBEDENKO, Vladislav")]
    [DataRow("Vlad Lebedenko", "Person|||LEBEDENKO, Vladimir")]
    [DataRow("Andryusha Averyanov", "Person|||AVERYANOV, Andrei")]
    [DataRow("Lucho Ibarra Cardona", "Person|||IBARRA CARDONA, Luis")]
    [DataRow("Mo Bukhaytan", "Person|||BUKHAYTAN, Mohammad")]
    [DataRow("Yaqin Ng", "Person|||WU, Yaqin")]
    [DataRow("Yishan Chow", "Person|||ZHOU, Yishan")]
    [DataRow("Kueihua Li", "Person|||LI, Guihua")]
    [DataRow("Jicheng Cheung", "Person|||ZHANG, Jicheng")]
    [DataRow("Anatoly Ivanovich SHIR", "Person|||SHIROKOV, Anatoly Ivanovich")]
    [DataRow("Kalinovski Research Center Instrume", "Company|||KALINOVSKI RESEARCH CENTER INSTRUMENTATION")]
    public void A_hard_spelling_is_found(string name, string line) =>
        Assert.HasCount(1, new Screener(SampleLists.Of(line), new ScreeningOptions()).Screen(new ScreeningSubject("1", name)));

    [TestMethod]
    public void A_family_name_of_Hong_Kong_is_no_short_form()
    {
        var match = new Screener(SampleLists.Of("Person|||ZHANG, Jicheng"), new ScreeningOptions()).Screen(new ScreeningSubject("1", "Jicheng Cheung")).Single();
        Assert.AreEqual(PartRelation.HongKong, match.Explanation.Aligned.Single(part => part.Screened == "cheung").Relation);
        CollectionAssert.Contains(match.Explanation.Sentences.ToArray(), "\"cheung\" and \"zhang\" are one Chinese family name, as Hong Kong writes it and as Peking does (0.85).");
    }

    [TestMethod]
    [DataRow("Carol Smith & Dmitri Lebedenko")]
    [DataRow("Dmitri Lebedenko and Carol Smith")]
    [DataRow("Carol Smith + Dmitri Lebedenko")]
    [DataRow("Dmitri Lebedenko y Carol Smith")]
    public void Each_holder_of_a_joint_account_is_screened_as_if_alone(string name)
    {
        var screener = new Screener(SampleLists.Of("Person|||LEBEDENKO, Dmitri"), new ScreeningOptions());
        var alone = screener.Screen(new ScreeningSubject("1", "Dmitri Lebedenko")).Single();
        var joint = screener.Screen(new ScreeningSubject("1", name)).Single();
        Assert.AreEqual((alone.Decision, alone.Score), (joint.Decision, joint.Score));
    }

    [TestMethod]
    [DataRow("Anatoly Ivanovich Shi", "SHIROKOV, Anatoly Ivanovich", DisplayName = "shorter than any field")]
    [DataRow("Tolyaa Ivanovich PETRO", "PETROV, Tolyaa Markovich", DisplayName = "another father")]
    public void What_no_narrow_field_has_cut_is_no_beginning(string name, string listed) =>
        Assert.IsEmpty(new Screener(SampleLists.Of("Person|||" + listed), new ScreeningOptions()).Screen(new ScreeningSubject("1", name)));

    [TestMethod]
    [DataRow("Zorvan Milantek", PartyKind.Person, "Person|||ZORVAN, Milantek", ScreeningDecision.Match)]
    [DataRow("Zorvan Tekor", PartyKind.Person, "Person|||ZORVAN, Tebor", ScreeningDecision.Review)]
    [DataRow("Zorvan Milanpek", PartyKind.Person, "Person|||ZORVAN, Milantek", ScreeningDecision.Match, DisplayName = "one letter of eight")]
    [DataRow("Zorvan Pelegrin Tekor", PartyKind.Person, "Person|||ZORVAN, Tebor Pelegrin", ScreeningDecision.Match)]
    [DataRow("Zorvan Pelegrin Milantek", PartyKind.Person, "Person|||MILANTEK, Zorvan Pelegrin", ScreeningDecision.Match)]
    [DataRow("Dorval Zorvan Pelegrin Milantek", PartyKind.Person, "Person|||MILANTEK, Zorvan Pelegrin", ScreeningDecision.Review)]
    [DataRow("MILANTEK, Dorval Zorvan Pelegrin", PartyKind.Person, "Person|||MILANTEK, Zorvan Pelegrin", ScreeningDecision.Review)]
    [DataRow("Zorvan Milantek", PartyKind.Person, "Unknown|||ZORVAN MILANTEK", ScreeningDecision.Review)]
    [DataRow("Zorvan Milantek", PartyKind.Unknown, "Unknown|||ZORVAN MILANTEK", ScreeningDecision.Match)]
    [DataRow("Zorvan Milantek", PartyKind.Person, "Company|||ZORVAN MILANTEK", ScreeningDecision.Review)]
    [DataRow("Zorvanek LLC", PartyKind.Company, "Company|||ZORVANEK LIMITED LIABILITY COMPANY", ScreeningDecision.Match)]
    [DataRow("Tekor Limited Liability Company", PartyKind.Company, "Company|||TEBOR LIMITED LIABILITY COMPANY", ScreeningDecision.Review)]
    [DataRow("Lebedenko A.S.", PartyKind.Unknown, "Person|||LEBEDENKO, Artem Sergeevich", ScreeningDecision.Review)]
    public void Who_is_only_like_a_listed_one_is_for_review(string name, PartyKind kind, string line, ScreeningDecision expected)
    {
        var match = new Screener(SampleLists.Of(line), new ScreeningOptions()).Screen(new ScreeningSubject("1", name, kind)).Single();
        Assert.AreEqual(expected, match.Decision, string.Join(" ", match.Explanation.Sentences));
    }

    [TestMethod]
    public void A_company_is_no_person_whose_initials_are_its_form() =>
        Assert.IsEmpty(new Screener(SampleLists.Of("Person|||LEBEDENKO, Artem Sergeevich"), new ScreeningOptions()).Screen(new ScreeningSubject("1", "Lebedenko A.S.", PartyKind.Company)));

    [TestMethod]
    public void Trading_is_not_what_the_letters_TDG_stand_for() =>
        Assert.IsEmpty(new Screener(SampleLists.Of("Company|||T.D.G. HOLDING"), new ScreeningOptions()).Screen(new ScreeningSubject("1", "Trading Holding", PartyKind.Company)));

    [TestMethod]
    [DataRow("LEBEDENKO D.I.", 3, true)]
    [DataRow("LEBEDENKO D.I.", 4, false)]
    [DataRow("D. Lebedenko", 1, true)]
    [DataRow("D. Lebedenko", 2, false)]
    public void Initials_beside_one_name_are_for_review_where_few_on_the_list_bear_it(string name, int bearers, bool expected)
    {
        string[] others = ["Pavel Egorovich", "Oleg Markovich", "Roman Petrovich"];
        var more = others.Take(bearers - 1).Select(given => "Person|||LEBEDENKO, " + given);
        string[] lists = [name[0] == 'D' ? "Person|||LEBEDENKO, Dmitri" : "Person|||LEBEDENKO, Dmitri Ivanovich", .. more];
        var found = new Screener(SampleLists.Of(lists), new ScreeningOptions()).Screen(new ScreeningSubject("1", name));
        Assert.AreEqual(expected, found.Count == 1);
        if (expected) Assert.AreEqual(ScreeningDecision.Review, found[0].Decision);
        if (expected) Assert.IsTrue(found[0].Explanation.Sentences.Any(sentence => sentence.Contains("initials", StringComparison.Ordinal)));
        var born = new ScreeningSubject("1", name, PartyKind.Unknown, BirthDate.Day(1990, 1, 1), []);
        Assert.IsEmpty(new Screener(SampleLists.Of("Person|1950-02-03||" + lists[0]["Person|||".Length..]), new ScreeningOptions()).Screen(born), "another birth date");
    }

    [TestMethod]
    [DataRow("In Kyung Kim", "Person|||KIM, Kyong Nam")]
    [DataRow("Su Bin Han", "Person|||HAN, Jang Su")]
    [DataRow("Aleksei Kozlova", "Person|||KOZLOV, Aleksei")]
    [DataRow("田中 剛", "Company|||CHONG CHON GANG SHIPPING CO. LTD")]
    [DataRow("Natalya Markova", "Person|||VOLKOVA, Natalya Markovna")]
    [DataRow("Star Shipping 3", "Vessel|||STAR SHIPPING II")]
    [DataRow("Sergey Petrov", "Person|||PETROV, Igor")]
    [DataRow("أيمن الظاهري", "Person|||AL-ZAWAHIRI, Ayman")]
    [DataRow("بشير الأسد", "Person|||AL-ASSAD, Bashar")]
    [DataRow("حسين نصر الله", "Person|||NASRALLAH, Hasan")]
    [DataRow("سعد الأسد", "Person|||AL-ASSAD, Bashar")]
    [DataRow("金正哲", "Person|||KIM, Jong Un")]
    [DataRow("Ким Чен Нам", "Person|||KIM, Jong Un")]
    [DataRow("Пак Чен Ын", "Person|||KIM, Jong Un")]
    [DataRow("王正恩", "Person|||KIM, Jong Un")]
    [DataRow("HAYAT 5 SHIPPING", "Vessel|||HAYAT S SHIPPING II")]
    [DataRow("Unit 1718", "Company|||UNIT 1710")]
    [DataRow("AldemarTorresRuano", "Person|||RUANO, Tito")]
    [DataRow("Limited Liability Company", "Company|||LLC KLEVERCOPTER")]
    [DataRow("Public Joint Stock Company", "Company|||VTB Bank (Public Joint-Stock Company)")]
    [DataRow("Zao Ming", "Company|||ZAO MIRTA")]
    [DataRow("Dev Patel", "Person|||PATEL, Development")]
    [DataRow("MINAB TRDG CO LTD", "Company|||MINAB SHIPPING COMPANY LIMITED")]
    [DataRow("キム・ヨンナム", "Person|||KIM, Yong Chol")]
    [DataRow("ナカヤマ ヒロシ", "Person|||PUTIN, Vladimir")]
    [DataRow("ウラジーミル・ラブロフ", "Person|||PUTIN, Vladimir")]
    [DataRow("كامل سعيد", "Person|||SAID, Gamal")]
    [DataRow("سهيل تهامی", "Person|||TAHAMI, Soheila")]
    [DataRow("Carol Smith & Co", "Person|||SMITHSON, Carol")]
    [DataRow("Smith & Lebedenko", "Person|||LEBEDENKO, Dmitri")]
    [DataRow("LEBEDENKO D.P.", "Person|||LEBEDENKO, Dmitri Ivanovich")]
    [DataRow("P. Lebedenko", "Person|||LEBEDENKO, Dmitri")]
    [DataRow("D. Lebedenko", "Company|||LEBEDENKO DISTILLERIES")]
    public void Its_neighbour_is_not(string name, string line) =>
        Assert.IsEmpty(new Screener(SampleLists.Of(line), new ScreeningOptions()).Screen(new ScreeningSubject("1", name)));

    [TestMethod]
    [DataRow("ファティマ", "fatima")]
    [DataRow("ヴィクトル", "vikutoru")]
    [DataRow("ティモシー", "timoshi")]
    [DataRow("ジェームズ", "jemuzu")]
    [DataRow("ウィリアム", "wiriamu")]
    [DataRow("イェレナ", "yerena")]
    [DataRow("グァンス", "gwansu")]
    [DataRow("シャキーラ", "shakira")]
    public void A_small_vowel_takes_the_place_of_the_one_before(string kana, string romaji) =>
        Assert.AreEqual(romaji, string.Join(' ', NameFolding.Tokens(kana)));

    [TestMethod]
    public void What_was_read_otherwise_than_written_is_said()
    {
        var screener = new Screener(SampleLists.Of("Company|||MINAB SHIPPING COMPANY LIMITED", "Person|||PUTIN, Vladimir"), new ScreeningOptions());
        string[] Sentences(string name) => [.. screener.Screen(new ScreeningSubject("1", name)).Single().Explanation.Sentences];
        Assert.Contains("The screened name \"MINAB SHPG CO LTD\" is read as \"minab shipping co ltd\".", Sentences("MINAB SHPG CO LTD"));
        Assert.Contains("The screened name \"VladimirPutin\" is read as \"vladimir putin\".", Sentences("VladimirPutin"));
        Assert.Contains("The listed name is read as \"putin burazimiru\".", Sentences("プーチン ブラジミール"));
    }

    [TestMethod]
    public void A_name_in_kana_is_found_by_comparing_all_as_by_searching()
    {
        var screener = new Screener(SampleLists.Of("Person|||PUTIN, Vladimir", "Person|||KIM, Yong Chol|CHOE, Ryong Hae", "Company|||MINAB SHIPPING"), new ScreeningOptions());
        foreach (var name in new[] { "ウラジーミル・プーチン", "ｷﾑ ﾖﾝﾁﾖﾙ", "チェ リョンヘ", "ナカヤマ ヒロシ" })
        {
            var subject = new ScreeningSubject("1", name);
            CollectionAssert.AreEqual(screener.ScreenExhaustively(subject).Select(m => m.Party.EntryId).ToArray(), screener.Screen(subject).Select(m => m.Party.EntryId).ToArray(), name);
        }
    }

    [TestMethod]
    public void A_name_without_vowels_is_found_by_comparing_all_as_by_searching()
    {
        var screener = new Screener(
            SampleLists.Of("Person|||ASGARI, Hassan", "Person|||CHAOUI, George", "Person|||MOUSAVI, Javad", "Person|||EL DARDIRI, Gamal", "Person|||SOLEYMANI, Ghasem", "Person|||NASR ALLAH, Hassan", "Person|||AL-TIKRITI, Uday", "Person|||ADINEHVAND, Salman"),
            new ScreeningOptions());
        var found = 0;
        foreach (var name in new[] { "حسن عسگرﻯ", "جورج شاوي", "جواد موسوی", "جمال الدرديري", "قاسم سليماني", "حسن نصرالله", "عدي التكريتي", "سلمان آدینه وند" })
        {
            var subject = new ScreeningSubject("1", name);
            var all = screener.ScreenExhaustively(subject).Select(m => m.Party.EntryId).ToArray();
            CollectionAssert.AreEqual(all, screener.Screen(subject).Select(m => m.Party.EntryId).ToArray(), name);
            found += all.Length;
        }
        Assert.AreEqual(8, found);
    }

    [TestMethod]
    [DataRow("kozlov", "kozlova", true)]
    [DataRow("moskovskiy", "moskovskaya", true)]
    [DataRow("ivanovich", "ivanovna", true)]
    [DataRow("kozlov", "kozlov", false)]
    [DataRow("marin", "maria", false)]
    public void A_womans_form_is_told_from_a_mans(string a, string b, bool differs)
    {
        Assert.AreEqual(differs, FeminineEnding.Differs(a, b));
        Assert.AreEqual(differs, FeminineEnding.Differs(b, a));
    }

    [TestMethod]
    [DataRow("zwahry", "zawahiri", true)]
    [DataRow("tarq", "tariq", true)]
    [DataRow("mhmwd", "mahmoud", true)]
    [DataRow("mhmd", "mahmoud", false)]
    [DataRow("mhmd", "mohammed", true)]
    [DataRow("bshar", "bashar", true)]
    [DataRow("bshyr", "bashar", false)]
    [DataRow("hsyn", "hussein", true)]
    [DataRow("hsyn", "hasan", false)]
    [DataRow("hsn", "hussein", false)]
    [DataRow("ywsf", "yusuf", true)]
    [DataRow("wlyd", "walid", true)]
    [DataRow("amr", "omar", true)]
    [DataRow("nsrallh", "nasrallah", true)]
    [DataRow("fatma", "fatimah", true)]
    [DataRow("smyr", "samar", false)]
    [DataRow("zahry", "zawahiri", false)]
    [DataRow("jwad", "javad", true)]
    [DataRow("kbwdwnd", "kaboudvand", true)]
    [DataRow("mwswy", "mousavi", true)]
    [DataRow("jmal", "gamal", true)]
    [DataRow("kmal", "jamal", false)]
    [DataRow("shawy", "chaoui", true)]
    [DataRow("sawy", "chaoui", false)]
    [DataRow("alwsh", "allouche", true)]
    [DataRow("syd", "seyyed", true)]
    [DataRow("ady", "uday", true)]
    [DataRow("jad", "javad", false)]
    [DataRow("qasm", "ghasem", true)]
    [DataRow("ghlam", "qolam", true)]
    [DataRow("kaml", "gamal", false)]
    public void Consonants_and_the_vowels_between_them_tell_what_a_name_without_vowels_can_be(string unvocalised, string latin, bool fits) =>
        Assert.AreEqual(fits, Skeleton.Fits(unvocalised, latin));

    [TestMethod]
    [DataRow("حسن عسگرﻯ", "hsn asgry")]
    [DataRow("ابوالفضل عامری", "abwlfdl amry")]
    [DataRow("سهيل تهامی", "sahyl tahamy")]
    [DataRow("عیسی موسوی", "ysa mwswy")]
    [DataRow("مرتضی پیرﻯ", "mrtza pyry")]
    public void A_name_in_Arabic_letters_is_read_as_it_may_be_heard(string name, string read) =>
        Assert.Contains(read, NameFolding.Readings(name).Select(reading => string.Join(' ', reading)).ToArray());

    [TestMethod]
    [DataRow("petr fradkov")]
    [DataRow("juan coy")]
    [DataRow("dev patel")]
    [DataRow("gen tanaka")]
    public void What_is_somebodys_name_is_no_abbreviation(string parts)
    {
        Assert.AreEqual(parts, string.Join(' ', CompanyAbbreviations.SpeltOut(parts.Split(' '))));
        Assert.IsNull(CompanyAbbreviations.SpeltOutFurther(parts.Split(' ')));
    }

    [TestMethod]
    [DataRow("aktiengesellschaft siemer", "ag siemer")]
    [DataRow("petr trading co", "petroleum trading co")]
    [DataRow("company stock public joint agregat", "agregat pjsc")]
    public void What_a_company_is_called_further(string parts, string read) =>
        CollectionAssert.AreEquivalent(read.Split(' '), CompanyAbbreviations.SpeltOutFurther(parts.Split(' ')));

    [TestMethod]
    [DataRow("mhmd", "mohammed")]
    [DataRow("mhmd", "muhammad")]
    [DataRow("hsn", "hassan")]
    public void Two_letters_with_a_silent_one_between_them_are_two(string unvocalised, string latin) =>
        Assert.AreEqual(Skeleton.Of(latin), Skeleton.Of(unvocalised));

    [TestMethod]
    [DataRow("Nour Eddine Ali", "nouruddin ali")]
    [DataRow("Shahab al-Din Delawar", "shahabuddin delawar")]
    [DataRow("Abd al-Rahman Nur al Din", "abdulrahman nuruddin")]
    [DataRow("Mohammad Seifeddine", "mohammad seifuddin")]
    [DataRow("Nezamoldin Mousavi", "nezamuddin mousavi")]
    [DataRow("Al Din", null)]
    [DataRow("Dine Al Ali", null)]
    public void Din_is_read_with_what_stands_before(string name, string? read)
    {
        var readings = NameFolding.Readings(name).Select(reading => string.Join(' ', reading)).ToArray();
        if (read is null)
            Assert.HasCount(1, readings);
        else
            Assert.Contains(read, readings);
    }

    [TestMethod]
    [DataRow("أيمن الظواهري", "aymn al zwahry")]
    [DataRow("عبد الله", "abd allh")]
    [DataRow("الف", "alf")]
    public void The_Arabic_article_is_a_part_of_its_own(string name, string parts) =>
        Assert.AreEqual(parts, string.Join(' ', NameFolding.Tokens(name)));

    [TestMethod]
    [DataRow("金正恩", "김 정은")]
    [DataRow("金 正恩", "김 정은")]
    [DataRow("李雪主", "리 설주", "이 설주")]
    [DataRow("南宮珉", "남궁 민")]
    [DataRow("山田太郎", null)]
    [DataRow("花恩", null)]
    public void Chinese_characters_of_a_Korean_name_are_read_as_Koreans_do(string name, params string?[] readings) =>
        Assert.Contains(HanjaText.TryRead(name), readings);

    [TestMethod]
    [DataRow("Ким Чен Ын", "김 정은")]
    [DataRow("Ким Ир Сен", "김 일성")]
    [DataRow("Чен Ын Ким", "김 정은")]
    [DataRow("Иван Петров", null)]
    [DataRow("Ким Сергей", null)]
    [DataRow("Kim Chen Yn", null)]
    public void Cyrillic_letters_of_a_Korean_name_are_read_as_Koreans_write_it(string name, string? hangul)
    {
        static string Key(string reading) => string.Join(' ', NameFolding.Tokens(reading).Select(NameFolding.FoldRomanisation));
        var read = KoreanCyrillic.Read(name).Select(Key).ToArray();
        if (hangul is null)
            Assert.IsEmpty(read);
        else
            Assert.Contains(Key(hangul), read);
    }

    [TestMethod]
    [DataRow("pawal", "pavel", true)]
    [DataRow("yekatirema", "ekaterina", true)]
    [DataRow("pawal", "pahol", false)]
    [DataRow("omar", "umer", false)]
    public void Another_romanisation_may_have_a_slip_in_it(string a, string b, bool alike)
    {
        static NamePart Part(string text) => new(text, 1, NameReading.Plain, bearers: 0);
        var (similarity, relation) = NamePart.Compare(Part(a), Part(b));
        Assert.AreEqual(alike, similarity > 0.75 && relation == PartRelation.Spelling, $"{similarity} {relation}");
        Assert.AreEqual(similarity, NamePart.Compare(Part(b), Part(a)).Similarity);
    }

    [TestMethod]
    public void The_deletes_leave_out_no_word_within_the_edits_allowed()
    {
        var random = new Randomizer(5);
        var words = Enumerable.Range(0, 600).Select(_ => random.String2(random.Int(3, 17), "abce")).Distinct(StringComparer.Ordinal).ToArray();
        var parts = words.Select(w => new NamePart(w, 1, NameReading.Plain, bearers: 0)).ToArray();
        var neighbours = new SpellingNeighbours([.. words.Select((w, i) => (w, i))]);
        var respelt = new SpellingNeighbours([.. parts.Select((p, i) => (p.General, i))], most: 1);
        var found = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            found.Clear();
            neighbours.Collect(words[i], found);
            respelt.Collect(parts[i].General, found);
            for (var k = 0; k < words.Length; k++)
                if (NamePart.Compare(parts[i], parts[k]) is { Relation: PartRelation.Spelling, Similarity: > 0 })
                    Assert.Contains(k, found, $"seed 5: {words[i]}, {words[k]}");
        }
    }
}
