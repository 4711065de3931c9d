using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>What shipping needs to know of an order later, kept as opaque JSON.</summary>
/// <param name="ShippingType">TIKTOK (its label) or SELLER (own carrier).</param>
/// <param name="DeliveryOptionId">Names the carriers that may be used.</param>
/// <param name="Packages">Parcels that exist already.</param>
internal sealed record TikTokOrderData(string? ShippingType, string? DeliveryOptionId, IReadOnlyList<string> Packages)
{
    /// <summary>Takes it from an order.</summary>
    public static TikTokOrderData Of(TikTokOrder order) =>
        new(order.ShippingType, order.DeliveryOptionId, [.. (order.Packages ?? []).Select(package => package.Id)]);
}

/// <summary>What shipping needs to know of a line later: the units that were folded into it.</summary>
/// <param name="Units">Ids of the units that are not cancelled, in a fixed order.</param>
internal sealed record TikTokLineData(IReadOnlyList<string> Units);
