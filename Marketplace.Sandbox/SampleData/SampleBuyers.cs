namespace Marketplace.Sandbox.SampleData;

/// <summary>An invented buyer; any likeness is chance, and no address exists.</summary>
public sealed record SampleBuyer(string FirstName, string LastName, string UserName, string Street, string City, string State, string PostalCode, string Phone)
{
    /// <summary>First and last name.</summary>
    public string Name => $"{FirstName} {LastName}";
}

/// <summary>Makes buyers from a seeded source of chance.</summary>
public static class SampleBuyers
{
    private static readonly string[] First = ["Ada", "Bela", "Carmen", "Dmitri", "Elif", "Femi", "Greta", "Hiro", "Ines", "Jonas", "Keiko", "Liam", "Mona", "Noor", "Oskar", "Priya"];
    private static readonly string[] Last = ["Alder", "Birch", "Cedarholm", "Dunmore", "Elmfield", "Fernwood", "Greenlee", "Hawthorn", "Ivyson", "Juniper", "Larkin", "Mapleton"];
    private static readonly string[] Streets = ["Example St", "Sample Ave", "Practice Rd", "Placeholder Ln", "Specimen Blvd"];
    private static readonly (string City, string State, string Postal)[] Towns =
        [("Portland", "OR", "97201"), ("Austin", "TX", "78701"), ("Madison", "WI", "53703"), ("Savannah", "GA", "31401"), ("Boise", "ID", "83702"), ("Burlington", "VT", "05401")];

    /// <summary>The next buyer.</summary>
    public static SampleBuyer Next(Random random)
    {
        var first = First[random.Next(First.Length)];
        var last = Last[random.Next(Last.Length)];
        var (city, state, postal) = Towns[random.Next(Towns.Length)];
        return new SampleBuyer(
            first, last, $"{first}{last[0]}{random.Next(100, 999)}".ToLowerInvariant(),
            $"{random.Next(1, 980)} {Streets[random.Next(Streets.Length)]}", city, state, postal, $"555-01{random.Next(10, 99)}");
    }
}
