using System.Globalization;
using Marketplace.Core.Inventory;
using Marketplace.Core.Platforms;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Inventory;

/// <summary>Whether a marketplace shows the quantity that it should, in a word or two.</summary>
/// <param name="Name">Short name, for styles and tests.</param>
/// <param name="Text">In words.</param>
/// <param name="Details">More, for the pointer.</param>
/// <param name="Tone">How it should be taken.</param>
public sealed record PushState(string Name, string Text, string Details, StatusTone Tone)
{
    /// <summary>Reads it from what was wanted, sent, acknowledged and seen.</summary>
    public static PushState Of(ListingView listing) => listing switch
    {
        { FulfilledByMarketplace: true } => new("theirs", "their stock", "The marketplace keeps this stock itself; it is shown here and never changed.", StatusTone.Neutral),
        { Problem: { } problem } => new("problem", "problem", problem, StatusTone.Bad),
        { Status: RemoteListingStatus.Ended } => new("ended", "ended", "The listing has ended. Relist it on the marketplace, then it follows the stock again.", StatusTone.Neutral),
        { IsHeld: true } => new("held", "held back", $"{Count(listing.Wanted)} should be shown; the store's brake holds it until you answer.", StatusTone.Bad),
        { Wanted: null } => new("idle", "not counted", "Nothing is sent until the stock of this item has been counted.", StatusTone.Neutral),
        { IsDue: true } => new("sending", "sending…", $"{Count(listing.Wanted)} should be shown; it is on its way.", StatusTone.Busy),
        _ when listing.Seen == listing.Wanted => new("shown", "✓ shown", $"The marketplace shows {Count(listing.Seen)}.", StatusTone.Good),
        _ => new("accepted", "accepted", $"The marketplace took {Count(listing.Wanted)}; waiting to see it shown.", StatusTone.Good),
    };

    private static string Count(int? items) => items?.ToString("N0", CultureInfo.InvariantCulture) ?? "nothing";
}
