using System.Globalization;
using Marketplace.Core.Webhooks;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Webhooks;

/// <summary>What the page of deliveries shows, as its address tells it.</summary>
/// <param name="State">Only deliveries of this state; null for all.</param>
/// <param name="Marketplace">Only this marketplace's; null for all.</param>
/// <param name="Page">Number of the page, from 1.</param>
/// <param name="Delivery">The delivery whose panel is open.</param>
public sealed record WebhooksUrl(WebhookDeliveryState? State = null, string? Marketplace = null, int Page = 1, Guid? Delivery = null)
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    private const WebhookDeliveryState NoState = (WebhookDeliveryState)(-1);

    /// <summary>Reads an address; what makes no sense in it is taken as usual.</summary>
    public static WebhooksUrl Parse(string? state, string? marketplace, int? page, Guid? delivery)
    {
        var choice = Query.Choice(state, NoState);
        return new WebhooksUrl(choice == NoState ? null : choice, string.IsNullOrEmpty(marketplace) ? null : marketplace, Math.Max(1, page ?? 1), delivery);
    }

    /// <summary>The address.</summary>
    public override string ToString() => Query.Address(
        "webhooks",
        ("state", State is { } state ? Query.Word(state, NoState) : null),
        ("channel", Marketplace),
        ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null),
        ("delivery", Delivery?.ToString()));
}
