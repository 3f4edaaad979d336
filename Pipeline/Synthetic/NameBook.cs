// Who people are called and where they live. Names and streets come from Bogus, drawn once per country into a pool and then picked
// with our own stream (Bogus draws are too slow for one per row). For Japan, Korea and China Bogus has native script only and little of it:
// there the tables below give native, romanised and, for Japan, kana forms of the same name.
using AnyAscii;
using Bogus;
using Bogus.DataSets;

namespace Paysieve.Pipeline.Synthetic;

/// <summary>A name. Native: family and given name in the country's own script, null where that is Latin. Kana: the katakana reading that Japanese banks
/// write, or null.</summary>
internal sealed record PersonName(string Given, string Family, string? Native, string? Kana)
{
    public string Latin => Given + " " + Family;
}

internal sealed class NameBook
{
    private static readonly string[] JapaneseFamilies = Table(
        "佐藤 Sato サトウ,鈴木 Suzuki スズキ,高橋 Takahashi タカハシ,田中 Tanaka タナカ,伊藤 Ito イトウ,渡辺 Watanabe ワタナベ,山本 Yamamoto ヤマモト,中村 Nakamura ナカムラ,小林 Kobayashi コバヤシ,加藤 Kato カトウ,吉田 Yoshida ヨシダ,山田 Yamada ヤマダ,佐々木 Sasaki ササキ,山口 Yamaguchi ヤマグチ,松本 Matsumoto マツモト,井上 Inoue イノウエ,木村 Kimura キムラ,林 Hayashi ハヤシ,斎藤 Saito サイトウ,清水 Shimizu シミズ,山崎 Yamazaki ヤマザキ,森 Mori モリ,池田 Ikeda イケダ,橋本 Hashimoto ハシモト,阿部 Abe アベ,石川 Ishikawa イシカワ,山下 Yamashita ヤマシタ,中島 Nakajima ナカジマ,石井 Ishii イシイ,小川 Ogawa オガワ,前田 Maeda マエダ,岡田 Okada オカダ,長谷川 Hasegawa ハセガワ,藤田 Fujita フジタ,後藤 Goto ゴトウ,近藤 Kondo コンドウ,村上 Murakami ムラカミ,遠藤 Endo エンドウ,青木 Aoki アオキ,坂本 Sakamoto サカモト,福田 Fukuda フクダ,太田 Ota オオタ,西村 Nishimura ニシムラ,藤井 Fujii フジイ,岡本 Okamoto オカモト,金子 Kaneko カネコ,藤原 Fujiwara フジワラ,三浦 Miura ミウラ,中野 Nakano ナカノ,原田 Harada ハラダ,松田 Matsuda マツダ,竹内 Takeuchi タケウチ,小野 Ono オノ,田村 Tamura タムラ,中山 Nakayama ナカヤマ,和田 Wada ワダ,石田 Ishida イシダ,森田 Morita モリタ,上田 Ueda ウエダ,原 Hara ハラ,内田 Uchida ウチダ,柴田 Shibata シバタ,酒井 Sakai サカイ,宮崎 Miyazaki ミヤザキ,横山 Yokoyama ヨコヤマ,高木 Takagi タカギ,安藤 Ando アンドウ,宮本 Miyamoto ミヤモト,大野 Ono オオノ,小島 Kojima コジマ,工藤 Kudo クドウ,谷口 Taniguchi タニグチ,今井 Imai イマイ,丸山 Maruyama マルヤマ,増田 Masuda マスダ,杉山 Sugiyama スギヤマ,千葉 Chiba チバ,大塚 Otsuka オオツカ,平野 Hirano ヒラノ,菅原 Sugawara スガワラ");

    private static readonly string[] JapaneseWomen = Table(
        "陽子 Yoko ヨウコ,恵子 Keiko ケイコ,裕子 Yuko ユウコ,智子 Tomoko トモコ,美咲 Misaki ミサキ,葵 Aoi アオイ,結衣 Yui ユイ,さくら Sakura サクラ,愛 Ai アイ,麻衣 Mai マイ,由美 Yumi ユミ,真由美 Mayumi マユミ,久美子 Kumiko クミコ,千尋 Chihiro チヒロ,彩 Aya アヤ,奈々 Nana ナナ,理恵 Rie リエ,香織 Kaori カオリ,春香 Haruka ハルカ,優子 Yuko ユウコ,直美 Naomi ナオミ,沙織 Saori サオリ,遥 Haruka ハルカ,明美 Akemi アケミ,瞳 Hitomi ヒトミ,美穂 Miho ミホ,千夏 Chinatsu チナツ,恵 Megumi メグミ,典子 Noriko ノリコ,玲奈 Reina レイナ");

    private static readonly string[] JapaneseMen = Table(
        "誠 Makoto マコト,浩 Hiroshi ヒロシ,健一 Kenichi ケンイチ,大輔 Daisuke ダイスケ,翔太 Shota ショウタ,拓也 Takuya タクヤ,直樹 Naoki ナオキ,和也 Kazuya カズヤ,隆 Takashi タカシ,修 Osamu オサム,翔 Sho ショウ,蓮 Ren レン,健太 Kenta ケンタ,達也 Tatsuya タツヤ,雄一 Yuichi ユウイチ,哲也 Tetsuya テツヤ,亮 Ryo リョウ,学 Manabu マナブ,豊 Yutaka ユタカ,剛 Tsuyoshi ツヨシ,聡 Satoshi サトシ,大樹 Daiki ダイキ,悠斗 Yuto ユウト,陸 Riku リク,正樹 Masaki マサキ,一郎 Ichiro イチロウ,秀樹 Hideki ヒデキ,淳 Jun ジュン,裕太 Yuta ユウタ,康平 Kohei コウヘイ");

    private static readonly string[] KoreanFamilies = Table(
        "김 Kim,이 Lee,박 Park,최 Choi,정 Jung,강 Kang,조 Cho,윤 Yoon,장 Jang,임 Lim,한 Han,오 Oh,서 Seo,신 Shin,권 Kwon,황 Hwang,안 Ahn,송 Song,류 Ryu,전 Jeon,홍 Hong,고 Ko,문 Moon,양 Yang,손 Son,배 Bae,백 Baek,허 Heo,유 Yoo,남 Nam,심 Shim,노 Noh,하 Ha,곽 Kwak,성 Sung,차 Cha,주 Joo,우 Woo,구 Koo,민 Min");

    private static readonly string[] KoreanFirst = Table(
        "민 Min,지 Ji,서 Seo,현 Hyun,수 Su,영 Young,성 Sung,재 Jae,은 Eun,정 Jung,상 Sang,동 Dong,승 Seung,준 Jun,하 Ha,예 Ye,태 Tae,경 Kyung,미 Mi,유 Yu,도 Do,진 Jin,혜 Hye,명 Myung,광 Kwang,용 Yong,철 Chul,종 Jong,선 Sun,나 Na");

    private static readonly string[] KoreanSecond = Table(
        "준 jun,호 ho,연 yeon,영 young,희 hee,수 su,민 min,우 woo,진 jin,현 hyun,경 kyung,아 ah,은 eun,석 seok,훈 hoon,철 chul,미 mi,원 won,규 kyu,정 jung,빈 bin,윤 yoon,혁 hyuk,선 sun,일 il,식 sik,숙 sook,자 ja,인 in,림 rim");

    private static readonly string[] ChineseFamilies = Table(
        "王 Wang,李 Li,张 Zhang,刘 Liu,陈 Chen,杨 Yang,黄 Huang,赵 Zhao,吴 Wu,周 Zhou,徐 Xu,孙 Sun,马 Ma,朱 Zhu,胡 Hu,郭 Guo,何 He,林 Lin,高 Gao,罗 Luo,郑 Zheng,梁 Liang,谢 Xie,宋 Song,唐 Tang,许 Xu,韩 Han,冯 Feng,邓 Deng,曹 Cao,彭 Peng,曾 Zeng,肖 Xiao,田 Tian,董 Dong,袁 Yuan,潘 Pan,于 Yu,蒋 Jiang,蔡 Cai,余 Yu,杜 Du,叶 Ye,程 Cheng,苏 Su,魏 Wei,吕 Lu,丁 Ding,任 Ren,沈 Shen");

    private static readonly string[] ChineseGiven = Table(
        "伟 Wei,芳 Fang,娜 Na,敏 Min,静 Jing,丽 Li,强 Qiang,磊 Lei,军 Jun,洋 Yang,勇 Yong,艳 Yan,杰 Jie,娟 Juan,涛 Tao,明 Ming,超 Chao,霞 Xia,平 Ping,刚 Gang,桂英 Guiying,秀英 Xiuying,建华 Jianhua,志强 Zhiqiang,晓东 Xiaodong,海燕 Haiyan,文博 Wenbo,雨欣 Yuxin,浩然 Haoran,子轩 Zixuan,思远 Siyuan,佳怡 Jiayi,梦琪 Mengqi,宇航 Yuhang,俊杰 Junjie,晓明 Xiaoming,玉兰 Yulan,国强 Guoqiang,丽华 Lihua,建国 Jianguo");

    private static readonly string[] FilipinoFamilies =
        ["Santos", "Reyes", "Cruz", "Bautista", "Ocampo", "Garcia", "Mendoza", "Torres", "Flores", "Villanueva", "Ramos", "Aquino", "Castillo", "Rivera", "Navarro", "Salazar", "Mercado", "Dela Cruz", "Pascual", "Aguilar", "Manalo", "Magsaysay", "Dizon", "Tolentino", "Macaraeg", "Pangilinan", "Soriano", "Valdez", "Lacson", "Evangelista"];

    private static readonly string[] FilipinoGiven =
        ["Jose", "Maria", "Juan", "Angelica", "Mark", "John Paul", "Jasmine", "Christian", "Kristine", "Michael", "Rowena", "Jerome", "Marites", "Ronaldo", "Liezel", "Arnel", "Princess", "Rodel", "Cherry", "Jayson", "Analyn", "Reynaldo", "Grace", "Joel", "Rosalie", "Danilo", "Maricel", "Emmanuel", "Divina", "Ferdinand"];

    private static readonly Dictionary<string, string[]> Towns = new(StringComparer.Ordinal)
    {
        ["ja"] = ["東京都新宿区西新宿", "東京都世田谷区三軒茶屋", "東京都足立区千住", "大阪府大阪市北区梅田", "大阪府堺市堺区", "愛知県名古屋市中区栄", "福岡県福岡市博多区", "北海道札幌市中央区", "神奈川県横浜市西区", "神奈川県川崎市幸区", "埼玉県さいたま市大宮区", "千葉県船橋市本町", "京都府京都市下京区", "兵庫県神戸市中央区", "広島県広島市南区", "宮城県仙台市青葉区"],
        ["ko"] = ["서울특별시 강남구 테헤란로", "서울특별시 마포구 월드컵북로", "서울특별시 송파구 올림픽로", "서울특별시 관악구 봉천로", "부산광역시 해운대구 센텀중앙로", "대구광역시 수성구 달구벌대로", "인천광역시 연수구 송도과학로", "대전광역시 유성구 대학로", "광주광역시 서구 상무대로", "경기도 성남시 분당구 판교로", "경기도 수원시 영통구 광교로", "경기도 고양시 일산동구 중앙로"],
        ["zh_CN"] = ["北京市朝阳区建国路", "上海市浦东新区世纪大道", "广州市天河区体育西路", "深圳市南山区科技园路", "杭州市西湖区文三路", "成都市高新区天府大道", "沈阳市和平区南京街", "大连市中山区人民路", "丹东市振兴区锦山大街", "武汉市洪山区珞喻路"],
        ["zh_CN:SG"] = ["Orchard Road", "Tampines Street", "Jurong West Avenue", "Bedok North Road", "Clementi Avenue", "Bukit Timah Road", "Hougang Avenue", "Yishun Ring Road"],
        ["zh_CN:HK"] = ["Nathan Road, Kowloon", "Queen's Road East, Wan Chai", "King's Road, North Point", "Castle Peak Road, Tsuen Wan", "Tai Po Road, Sha Tin"],
    };

    private readonly Dictionary<string, (string[] Women, string[] Men, string[] Families, string[] Streets, string[] Cities)> _pools = new(StringComparer.Ordinal);

    public PersonName Person(Draw draw, string country, out bool woman)
    {
        woman = draw.Chance(.48);
        switch (Countries.Of(country).Locale)
        {
            case "ja":
                var (jf, jg) = (draw.Common(JapaneseFamilies).Split(' '), draw.Of(woman ? JapaneseWomen : JapaneseMen).Split(' '));
                return new PersonName(jg[1], jf[1], jf[0] + " " + jg[0], jf[2] + " " + jg[2]);
            case "ko":
                var (kf, k1, k2) = (draw.Common(KoreanFamilies).Split(' '), draw.Of(KoreanFirst).Split(' '), draw.Of(KoreanSecond).Split(' '));
                return new PersonName(k1[1] + (draw.Chance(.5) ? "-" + k2[1] : k2[1]), kf[1], kf[0] + k1[0] + k2[0], null);
            case "zh_CN":
                var (cf, cg) = (draw.Common(ChineseFamilies).Split(' '), draw.Of(ChineseGiven).Split(' '));
                return new PersonName(cg[1], cf[1], cf[0] + cg[0], null);
            case "en_PH":
                return new PersonName(draw.Of(FilipinoGiven), draw.Common(FilipinoFamilies), null, null);
            default:
                var pool = Pool(country);
                var (given, family) = (draw.Common(woman ? pool.Women : pool.Men), draw.Common(pool.Families));
                return country == "UA"
                    ? new PersonName(given.Transliterate(), family.Transliterate(), null, null)
                    : new PersonName(given, family, null, null);
        }
    }

    /// <summary>A home; native script for native employers' countries, Latin where a foreign payer asked for it.</summary>
    public string Home(Draw draw, string country)
    {
        var locale = Countries.Of(country).Locale;
        var number = draw.Int(1, 240);
        if (locale == "ja") return $"{draw.Of(Towns["ja"])}{draw.Int(1, 8)}-{draw.Int(1, 30)}-{draw.Int(1, 40)}{(draw.Chance(.6) ? " " + draw.Int(101, 1505) : "")}";
        if (locale is "ko") return $"{draw.Of(Towns[locale])} {number}, {draw.Int(101, 120)}동 {draw.Int(101, 2503)}호";
        if (country is "CN") return $"{draw.Of(Towns["zh_CN"])}{number}号{draw.Int(1, 30)}栋{draw.Int(101, 2803)}室";
        if (locale == "zh_CN") return $"{draw.Int(1, 45)}/F, {number} {draw.Of(Towns[locale + ":" + country])}";
        var pool = Pool(country);
        return $"{draw.Of(pool.Streets)} {number}{(draw.Chance(.5) ? "/" + draw.Int(1, 60) : "")}, {draw.Digits(5, leadingZero: false)} {draw.Of(pool.Cities)}";
    }

    public static string Ascii(string text) => text.Transliterate();

    private (string[] Women, string[] Men, string[] Families, string[] Streets, string[] Cities) Pool(string country)
    {
        var locale = Countries.Of(country).Locale;
        if (locale == "en_PH") locale = "en";
        if (_pools.TryGetValue(locale, out var pool)) return pool;
        var name = new Name(locale) { Random = new Randomizer(20261) };
        var address = new Address(locale) { Random = new Randomizer(20262) };
        string[] Distinct(Func<string> next)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var list = new List<string>();
            for (var i = 0; i < 700; i++)
            {
                var text = next();
                if (seen.Add(text)) list.Add(text);
            }
            return [.. list];
        }
        pool = (Distinct(() => name.FirstName(Name.Gender.Female)), Distinct(() => name.FirstName(Name.Gender.Male)),
            Distinct(() => name.LastName(Name.Gender.Male)), Distinct(address.StreetName), Distinct(address.City));
        return _pools[locale] = pool;
    }

    private static string[] Table(string text) => text.Split(',');
}
