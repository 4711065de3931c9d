namespace Marketplace.Core.Platforms.TikTok;

/// <summary>What a connection remembers of its shop, as opaque JSON.</summary>
/// <param name="Cipher">Names the shop in calls; sent as <c>shop_cipher</c>.</param>
/// <param name="Region">Two-letter market of the shop ("US", "GB", "ID").</param>
/// <param name="SellerType">LOCAL or CROSS_BORDER.</param>
/// <param name="Code">Shop code as Seller Center shows it.</param>
internal sealed record TikTokStore(string Cipher, string Region, string? SellerType, string? Code)
{
    // In these markets the seller's own parcel is announced on the order; elsewhere on the package that exists already.
    private static readonly HashSet<string> MarksOrders = ["US", "GB", "DE", "ES", "FR", "IE", "IT", "JP"];

    /// <summary>Whether seller shipping uses Mark Package As Shipped rather than Ship Package.</summary>
    public bool MarksOrdersAsShipped => MarksOrders.Contains(Region);

    /// <summary>Reads the store of a connection.</summary>
    /// <exception cref="NeedsReauthorizationException">The connection has lost its shop cipher.</exception>
    public static TikTokStore Of(ConnectionContext connection) =>
        TikTokJson.Read<TikTokStore>(connection.PlatformData) is { Cipher: not null, Region: not null } store
            ? store
            : throw new NeedsReauthorizationException("This TikTok Shop connection lacks its shop's identifier. Connect the shop again.");
}
