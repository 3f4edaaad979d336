// Where the writing of a name tells which part is the family's.
using Paysieve.Pipeline.Transfers.Names;

namespace Paysieve.Pipeline.Tests.Transfers.Names;

[TestClass]
public sealed class NameOrderTests
{
    [TestMethod]
    [DataRow("Winter, Emil Lukas", "Winter", "Emil Lukas")]
    [DataRow("CERVANTES JIMÉNEZ Fernanda", "CERVANTES JIMÉNEZ", "Fernanda")]
    [DataRow("WINTER Emil L.", "WINTER", "Emil L.")]
    [DataRow("WINTER E. Lukas", "WINTER", "E. Lukas")]
    [DataRow("WINTER E.", null, null)]
    [DataRow("Winter, E. Lukas", "Winter", "E. Lukas")]
    [DataRow("Winter, Dr. Emil", "Winter", "Dr. Emil")]
    [DataRow("Winter, J.R.", "Winter", "J.R.")]
    [DataRow("Winter, Ph.D.", null, null)]
    [DataRow("Moore Owen", null, null)]
    [DataRow("MOORE OWEN", null, null)]
    [DataRow("Owen MOORE", null, null)]
    [DataRow("J Owen Moore", null, null)]
    [DataRow("Moore Trading, Ltd.", null, null)]
    [DataRow("Moore Trading, Co. Ltd.", null, null)]
    [DataRow("Moore, Owen, Jr", null, null)]
    [DataRow("Moore,", null, null)]
    [DataRow("金正恩", null, null)]
    [DataRow("KIM 正恩", null, null)]
    public void A_comma_or_capitals_tell_the_family_name(string written, string? family, string? given)
    {
        var parts = NameOrder.FamilyNameFirst(written);
        Assert.AreEqual(family, parts?.Family.Trim());
        Assert.AreEqual(given, parts?.Given.Trim());
    }
}
