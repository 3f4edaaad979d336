// Words of several publishers, each with what it means.
using Paysieve.Pipeline.Screening.Lists;

namespace Paysieve.Pipeline.Tests.Screening;

[TestClass]
public sealed class IdentifierTypesTests
{
    [TestMethod]
    [DataRow("Passport", IdentifierType.Passport)]
    [DataRow("Vessel Registration Identification IMO", IdentifierType.Vessel)]
    [DataRow("Aircraft Manufacturer's Serial Number (MSN)", IdentifierType.Aircraft)]
    [DataRow("National Identification Number", IdentifierType.NationalId)]
    [DataRow("id", IdentifierType.NationalId)]
    [DataRow("Business Registration Number", IdentifierType.Registration)]
    [DataRow("regnumber", IdentifierType.Registration)]
    [DataRow("SWIFT/BIC", IdentifierType.Bank)]
    [DataRow("Tax ID No.", IdentifierType.TaxId)]
    [DataRow("Private number", IdentifierType.Other)]
    [DataRow("Arabic number", IdentifierType.Other)]
    [DataRow("", IdentifierType.Other)]
    public void A_publishers_word_for_a_document_is_understood(string kind, IdentifierType type) =>
        Assert.AreEqual(type, new ListedIdentifier(kind, "1").Type);
}
