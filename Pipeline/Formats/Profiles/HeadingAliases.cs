// What vendors call the contract's columns: words seen in export layouts, in several languages. Data, not code.
using System.Text;
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Formats.Profiles;

internal static class HeadingAliases
{
    /// <summary>From this similarity on a heading is taken for a misspelt alias.</summary>
    private const double Alike = 0.93;
    private const int ShortestFuzzy = 6;

    private static readonly (string Column, string[] Aliases)[] Payout =
    [
        ("transfer_id", ["transfer id", "transaction id", "payment id", "payout id", "pay id", "payslip id", "check number", "cheque number", "num", "document number", "belegnummer", "支払番号"]),
        ("employer_id", ["employer id", "company id", "company code", "co code", "client id", "client", "legal entity", "entity", "organization name", "organisation", "company", "mandant", "buchungskreis", "firma", "会社コード"]),
        ("employee_id", ["employee id", "employee number", "employee no", "employee code", "emp id", "emp no", "worker id", "staff id", "personnel number", "payroll number", "file", "file number", "person number", "personalnummer", "mitarbeiternummer", "matricule", "社員番号", "従業員番号", "사번"]),
        ("employee_name", ["employee name", "employee", "name", "full name", "worker", "worker name", "payee", "payee name", "mitarbeiter", "mitarbeitername", "nom", "氏名", "社員名", "성명"]),
        ("pay_date", ["pay date", "payment date", "check date", "cheque date", "paid on", "value date", "date", "zahltag", "zahlungsdatum", "auszahlungsdatum", "date de paiement", "支給日", "振込日", "지급일"]),
        ("amount", ["amount", "net pay", "net amount", "net", "net wages", "payment amount", "amount paid", "pay amount", "netto", "nettobetrag", "auszahlungsbetrag", "betrag", "montant", "net a payer", "支給額", "振込金額", "差引支給額", "지급액"]),
        ("currency", ["currency", "currency code", "ccy", "pay currency", "wahrung", "währung", "devise", "通貨", "통화"]),
        ("account", ["account", "account number", "bank account number", "bank account", "iban", "account no", "acct no", "beneficiary account", "kontonummer", "konto", "compte", "口座番号", "계좌번호"]),
        ("bank_id", ["bank id", "routing number", "aba routing number", "aba", "routing transit number", "bsb", "sort code", "bic", "swift", "swift code", "bank code", "bank identification code", "ifsc", "blz", "bankleitzahl", "銀行コード", "은행코드"]),
        ("bank_country", ["bank country", "bank country code"]),
        ("beneficiary_name", ["beneficiary name", "account holder", "account holder name", "account name", "kontoinhaber", "titulaire", "口座名義", "예금주"]),
        ("gross_amount", ["gross amount", "gross pay", "gross", "gross wages", "brutto", "bruttobetrag", "総支給額"]),
        ("split_no", ["split no", "split", "deposit order", "deposit number", "order", "priority"]),
        ("payment_ref", ["payment ref", "payment reference", "end to end id", "trace number", "reference", "verwendungszweck"]),
        ("job_title", ["job title", "title", "position", "役職"]),
        ("department", ["department", "department name", "dept", "cost center", "cost centre", "abteilung", "kostenstelle", "部署", "부서"]),
        ("hire_date", ["hire date", "start date", "date of hire", "eintrittsdatum", "入社日"]),
        ("termination_date", ["termination date", "end date", "leave date", "austrittsdatum", "退職日"]),
        ("date_of_birth", ["date of birth", "birth date", "dob", "geburtsdatum", "生年月日"]),
        ("phone", ["phone", "phone number", "mobile", "telefon", "電話番号"]),
        ("email", ["email", "e mail", "email address"]),
        ("address", ["address", "home address", "adresse", "住所"]),
        ("account_changed_at", ["account changed at", "bank details changed", "account change date", "last changed"]),
    ];

    /// <summary>The column that a heading names, and how surely: 2 for the contract's own heading, 1 for an alias, less for one that is only like it; null for none.</summary>
    internal static (string Column, double Likeness)? Find(string heading)
    {
        var own = ExportColumns.Plain(heading);
        if (Array.Exists(ExportColumns.Payout, column => column.Name == own)) return (own, 2);
        var plain = Plain(heading);
        if (plain.Length == 0) return null;
        var isColumn = Array.Exists(ExportColumns.Payout, column => column.Name.Replace('_', ' ') == plain);
        (string Column, double Likeness)? best = null;
        foreach (var (column, aliases) in Payout)
        {
            foreach (var alias in aliases.Prepend(column.Replace('_', ' ')))
            {
                if (alias == plain) return (column, 1);
                // What is another column in other writing is not a misspelling of this one.
                if (isColumn) continue;
                if (plain.Length < ShortestFuzzy || alias.Length < ShortestFuzzy) continue;
                var likeness = JaroWinkler.Similarity(plain, alias);
                if (likeness >= Alike && likeness > (best?.Likeness ?? 0)) best = (column, likeness);
            }
        }
        return best;
    }

    // "Employee_No." and "employee no" are one: punctuation is blank, case does not count, a camelHump begins a word.
    private static string Plain(string heading)
    {
        var text = new StringBuilder(heading.Length + 8);
        var before = ' ';
        foreach (var c in heading.Trim())
        {
            if (char.IsUpper(c) && char.IsLower(before)) text.Append(' ');
            text.Append(char.IsLetterOrDigit(c) ? c : ' ');
            before = c;
        }
        return Headings.Plain(text.ToString());
    }
}
