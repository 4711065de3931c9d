namespace Marketplace.Core.Platforms.TikTok.Wire;

/// <summary>Weight as text with its unit.</summary>
internal sealed record TikTokWeight(string Value, string Unit);

/// <summary>Size as text with its unit; all three or none.</summary>
internal sealed record TikTokDimension(string Length, string Width, string Height, string Unit);

/// <summary>Body that asks which services would carry a parcel.</summary>
internal sealed record TikTokServiceQuery(IReadOnlyList<string> OrderLineItemIds, TikTokDimension? Dimension, TikTokWeight? Weight);

/// <summary>Answer with those services.</summary>
internal sealed record TikTokServices(IReadOnlyList<TikTokService>? ShippingServices);

/// <summary>A service; its price is text in major units.</summary>
internal sealed record TikTokService(
    string Id, string? Name, string? Price, string? Currency, int? EarliestDeliveryDays, int? LatestDeliveryDays, bool? IsDefault, string? ShippingProviderName);

/// <summary>Body that buys a label.</summary>
internal sealed record TikTokCreatePackage(string OrderId, IReadOnlyList<string> OrderLineItemIds, TikTokDimension? Dimension, TikTokWeight? Weight, string? ShippingServiceId);

/// <summary>Answer with the package that was made.</summary>
internal sealed record TikTokCreatedPackage(string? PackageId, TikTokService? ShippingServiceInfo);

/// <summary>Answer with the ways of handing over; the last word is TikTok Shop's own spelling.</summary>
internal sealed record TikTokHandover(bool? CanPickup, bool? CanDropOff, string? DropOffPointUrl, IReadOnlyList<TikTokPickupSlot>? PickupSlots);

/// <summary>A time of collection.</summary>
internal sealed record TikTokPickupSlot(long StartTime, long EndTime, bool? Avaliable);

/// <summary>Answer with the address of a document, good for 24 hours.</summary>
internal sealed record TikTokDocument(string? DocUrl, string? TrackingNumber);

/// <summary>A package in detail.</summary>
internal sealed record TikTokPackageDetail(string? PackageId, string? PackageStatus, string? TrackingNumber, string? ShippingProviderName);

/// <summary>Body that takes units into packages of their own.</summary>
internal sealed record TikTokSplit(IReadOnlyList<TikTokSplitGroup> SplittableGroups);

/// <summary>Units of one new package, under a name of our own.</summary>
internal sealed record TikTokSplitGroup(string Id, IReadOnlyList<string> OrderLineItemIds);

/// <summary>Answer with the packages that were made.</summary>
internal sealed record TikTokSplitPackages(IReadOnlyList<TikTokSplitPackage>? Packages);

/// <summary>A package that was made of a group.</summary>
internal sealed record TikTokSplitPackage(string Id, string? SplittableGroupId);
