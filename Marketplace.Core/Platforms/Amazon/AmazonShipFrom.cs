using Marketplace.Core.Platforms.Amazon.Wire;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Settings under <c>Platforms:Amazon:ShipFrom</c>: where parcels with Amazon's labels leave from.</summary>
public sealed class AmazonShipFrom
{
    /// <summary>Person or company, at most 30 characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>Street and number.</summary>
    public string AddressLine1 { get; set; } = "";

    /// <summary>City.</summary>
    public string City { get; set; } = "";

    /// <summary>State or province, where the country has them.</summary>
    public string StateOrProvinceCode { get; set; } = "";

    /// <summary>Postal code.</summary>
    public string PostalCode { get; set; } = "";

    /// <summary>ISO 3166 country code.</summary>
    public string CountryCode { get; set; } = "";

    /// <summary>Telephone for the carrier.</summary>
    public string Phone { get; set; } = "";

    /// <summary>E-mail for the carrier.</summary>
    public string Email { get; set; } = "";

    /// <summary>The address as Amazon wants it.</summary>
    /// <exception cref="RejectedException">A part is missing.</exception>
    internal AmazonSenderWire ToWire()
    {
        var missing = new[]
        {
            (nameof(Name), Name), (nameof(AddressLine1), AddressLine1), (nameof(City), City), (nameof(PostalCode), PostalCode),
            (nameof(CountryCode), CountryCode), (nameof(Phone), Phone), (nameof(Email), Email),
        }.Where(p => p.Item2.Length == 0).Select(p => p.Item1).FirstOrDefault();
        return missing is null
            ? new AmazonSenderWire(Name, AddressLine1, Email, City, StateOrProvinceCode.Length > 0 ? StateOrProvinceCode : null, PostalCode, CountryCode, Phone)
            : throw new RejectedException($"Amazon's labels need the sender's address. Set {AmazonOptions.Section}:ShipFrom:{missing}.");
    }
}
