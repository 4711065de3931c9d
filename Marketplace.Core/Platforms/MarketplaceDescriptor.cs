namespace Marketplace.Core.Platforms;

/// <summary>How a marketplace introduces itself to the screens and to the rules that all marketplaces share.</summary>
public sealed record MarketplaceDescriptor
{
    /// <summary>Its key.</summary>
    public required MarketplaceKey Key { get; init; }

    /// <summary>Name as its owner writes it ("eBay", "Amazon", "TikTok Shop").</summary>
    public required string Name { get; init; }

    /// <summary>Accent colour, CSS hex, readable on light and dark grounds.</summary>
    public required string Color { get; init; }

    /// <summary>Body of a 24×24 SVG icon, of our own drawing.</summary>
    public required string IconSvg { get; init; }

    /// <summary>Regions that a seller chooses from before connecting; the first is the default.</summary>
    public required IReadOnlyList<MarketplaceRegion> Regions { get; init; }

    /// <summary>Rules a tracking number must meet before it is sent.</summary>
    public required TrackingRules Tracking { get; init; }

    /// <summary>Carriers that the marketplace knows by code; others are sent by name where it allows that.</summary>
    public required IReadOnlyList<Carrier> Carriers { get; init; }

    /// <summary>Whether a carrier that is not in <see cref="Carriers"/> may be sent by name.</summary>
    public bool AcceptsOtherCarriers { get; init; }

    /// <summary>How a seller changes a tracking number on the marketplace's own pages, as a sentence; null where this application does it.</summary>
    public string? TrackingChangeByHand { get; init; }

    /// <summary>Why refunds are not made from here and how a seller makes them on the marketplace's own pages, in sentences; null where this application does it.</summary>
    public string? RefundByHand { get; init; }

    /// <summary>Hosts of the marketplace's product pictures; those below them count too. Pictures of no other host are fetched.</summary>
    public IReadOnlyList<string> ImageHosts { get; init; } = [];

    /// <summary>How long before its end the seller is told that the consent must be given anew.</summary>
    public TimeSpan ConsentWarning { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Where in the marketplace's own site the seller manages permissions, for words of help.</summary>
    public Uri? SellerCentral { get; init; }
}

/// <summary>A region in which a store trades.</summary>
/// <param name="Id">Key known to the vendor folder ("NA", "EBAY_US", "US").</param>
/// <param name="Name">Shown to the seller.</param>
public sealed record MarketplaceRegion(string Id, string Name);

/// <summary>A carrier as one marketplace spells it.</summary>
/// <param name="Code">Value sent to the marketplace.</param>
/// <param name="Name">Value shown to people.</param>
public sealed record Carrier(string Code, string Name);

/// <summary>Bounds of a tracking number.</summary>
/// <param name="MaxLength">Most characters accepted.</param>
/// <param name="Pattern">Regular expression over the whole number.</param>
/// <param name="PatternInWords">The pattern for people ("letters and digits only").</param>
public sealed record TrackingRules(int MaxLength, string Pattern, string PatternInWords);
