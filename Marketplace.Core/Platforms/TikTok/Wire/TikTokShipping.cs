namespace Marketplace.Core.Platforms.TikTok.Wire;

/// <summary>Body that announces the seller's own parcel on an order.</summary>
internal sealed record TikTokMarkShipped(string TrackingNumber, string ShippingProviderId, IReadOnlyList<string>? OrderLineItemIds);

/// <summary>Answer to it: accepted, and perhaps with a remark.</summary>
internal sealed record TikTokMarked(string? PackageId, TikTokWarning? Warning);

/// <summary>A remark on something that was accepted.</summary>
internal sealed record TikTokWarning(string? Message);

/// <summary>Body that replaces the number and the carrier of a shipped package.</summary>
internal sealed record TikTokTrackingUpdate(string TrackingNumber, string ShippingProviderId);

/// <summary>Body that ships a parcel which TikTok Shop has laid out already.</summary>
internal sealed record TikTokShip(string? HandoverMethod, TikTokSlot? PickupSlot, TikTokSelfShipment? SelfShipment);

/// <summary>The seller's own carrier and number.</summary>
internal sealed record TikTokSelfShipment(string TrackingNumber, string ShippingProviderId);

/// <summary>A time of collection, Unix seconds.</summary>
internal sealed record TikTokSlot(long StartTime, long EndTime);

/// <summary>Answer of the warehouse list.</summary>
internal sealed record TikTokWarehouses(IReadOnlyList<TikTokWarehouse>? Warehouses);

/// <summary>A warehouse of the seller.</summary>
internal sealed record TikTokWarehouse(string Id, string? Type, string? EffectStatus, bool? IsDefault);

/// <summary>Answer of a warehouse's delivery options.</summary>
internal sealed record TikTokDeliveryOptions(IReadOnlyList<TikTokDeliveryOption>? DeliveryOptions);

/// <summary>A way of delivery; SEND_BY_SELLER is the seller's own carrier.</summary>
internal sealed record TikTokDeliveryOption(string Id, string? Name, string? Type);

/// <summary>Answer of a delivery option's carriers.</summary>
internal sealed record TikTokProviders(IReadOnlyList<TikTokNamed>? ShippingProviders);
