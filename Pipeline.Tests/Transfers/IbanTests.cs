// IBANs against the examples of the public registry.
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Transfers;

[TestClass]
public sealed class IbanTests
{
    // The registry's own examples, one a country; Russia's as its central bank gives it.
    private const string Examples = """
        AD1200012030200359100100 AE070331234567890123456 AL47212110090000000235698741 AT611904300234573201 AZ21NABZ00000000137010001944
        BA391290079401028494 BE68539007547034 BG80BNBG96611020345678 BH67BMAG00001299123456 BR1800360305000010009795493C1
        BY13NBRB3600900000002Z00AB00 CH9300762011623852957 CR05015202001026284066 CY17002001280000001200527600 CZ6508000000192000145399
        DE89370400440532013000 DK5000400440116243 DO28BAGR00000001212453611324 EE382200221020145685 ES9121000418450200051332
        FI2112345600000785 FO6264600001631634 FR1420041010050500013M02606 GB29NWBK60161331926819 GE29NB0000000101904917
        GI75NWBK000000007099453 GL8964710001000206 GR1601101250000000012300695 GT82TRAJ01020000001210029690 HR1210010051863000160
        HU42117730161111101800000000 IE29AIBK93115212345678 IL620108000000099999999 IQ98NBIQ850123456789012 IS140159260076545510730339
        IT60X0542811101000000123456 JO94CBJO0010000000000131000302 KW81CBKU0000000000001234560101 KZ86125KZT5004100100
        LB62099900000001001901229114 LC55HEMM000100010012001200023015 LI21088100002324013AA LT121000011101001000 LU280019400644750000
        LV80BANK0000435195001 MC5811222000010123456789030 MD24AG000225100013104168 ME25505000012345678951 MK07250120000058984
        MR1300020001010000123456753 MT84MALT011000012345MTLCAST001S MU17BOMM0101101030300200000MUR NL91ABNA0417164300 NO9386011117947
        PK36SCBL0000001123456702 PL61109010140000071219812874 PS92PALS000000000400123456702 PT50000201231234567890154
        QA58DOHB00001234567890ABCDEFG RO49AAAA1B31007593840000 RS35260005601001611379 SA0380000000608010167519
        SC18SSCB11010000000000001497USD SE4550000000058398257466 SI56263300012039086 SK3112000000198742637541 SM86U0322509800000000270100
        ST68000100010051845310112 SV62CENR00000000000000700025 TL380080012345678910157 TN5910006035183598478831 TR330006100519786457841326
        UA213223130000026007233566001 VA59001123000012345678 VG96VPVG0000012345678901 XK051212012345678906
        RU0304452522540817810538091310419
        """;

    private static string[] All => Examples.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    [TestMethod]
    public void The_examples_of_77_countries_are_recognised_and_hold()
    {
        Assert.HasCount(77, All);
        foreach (var iban in All)
        {
            Assert.IsTrue(AccountNumber.TryParse(iban, Channel.Bank, "", null, out var account, out var findings), iban);
            Assert.AreEqual(AccountScheme.Iban, account.Scheme, iban);
            Assert.AreEqual(RowFindings.None, findings, iban);
            Assert.AreEqual(iban[..2], account.IbanCountry!.Value.Code);
            Assert.AreEqual(iban, account.Reveal());
        }
    }

    [TestMethod]
    public void Any_single_digit_changed_is_a_checksum_finding_and_no_rejection()
    {
        foreach (var iban in All)
        {
            for (var i = 2; i < iban.Length; i++)
            {
                if (!char.IsAsciiDigit(iban[i])) continue;
                var wrong = iban[..i] + (char)('0' + ((iban[i] - '0' + 1) % 10)) + iban[(i + 1)..];
                Assert.IsTrue(AccountNumber.TryParse(wrong, Channel.Bank, "", null, out var account, out var findings));
                Assert.AreEqual(AccountScheme.Iban, account.Scheme, wrong);
                Assert.AreEqual(RowFindings.IbanChecksum, findings, wrong);
            }
        }
    }

    [TestMethod]
    public void An_iban_of_the_wrong_length_is_a_finding()
    {
        Assert.IsTrue(AccountNumber.TryParse("DE8937040044053201300", Channel.Bank, "", null, out var account, out var findings));
        Assert.AreEqual(AccountScheme.Iban, account.Scheme);
        Assert.AreEqual(RowFindings.IbanChecksum, findings);
    }

    [TestMethod]
    public void Spaces_case_and_a_leading_word_leave_no_trace()
    {
        foreach (var written in new[] { "de89 3704 0044 0532 0130 00", "IBAN DE89-3704-0044-0532-0130-00", " DE89370400440532013000\u00A0" })
        {
            Assert.IsTrue(AccountNumber.TryParse(written, Channel.Unstated, "", null, out var account, out _));
            Assert.AreEqual("DE89370400440532013000", account.Reveal());
        }
    }

    [TestMethod]
    [DataRow("DE89370400440532013000", "DE37040044")]
    [DataRow("GB29NWBK60161331926819", "GBNWBK")]
    [DataRow("IT60X0542811101000000123456", "IT05428")]
    [DataRow("FR1420041010050500013M02606", "FR20041")]
    [DataRow("NL91ABNA0417164300", "NLABNA")]
    [DataRow("BE68539007547034", "BE539")]
    [DataRow("RU0304452522540817810538091310419", "RU044525225")]
    public void The_bank_is_named_out_of_the_iban(string iban, string bank)
    {
        Assert.IsTrue(AccountNumber.TryParse(iban, Channel.Bank, "", null, out var account, out _));
        Assert.AreEqual(bank, account.IbanBank);
    }

    [TestMethod]
    public void A_country_without_ibans_gives_a_domestic_number()
    {
        Assert.IsTrue(AccountNumber.TryParse("US12345678901234567890", Channel.Bank, "", null, out var account, out _));
        Assert.AreEqual(AccountScheme.Domestic, account.Scheme);
        Assert.IsNull(account.IbanCountry);
        Assert.IsNull(account.IbanBank);
    }
}
