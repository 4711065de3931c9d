using Marketplace.Core.Platforms.Http;

namespace Marketplace.Core.Platforms.Ebay.Api;

/// <summary>A REST call in a store's name.</summary>
internal sealed record EbayCall(OperationPlan Operation, ConnectionContext Connection, string PathAndQuery)
{
    /// <summary>Sent as JSON.</summary>
    public object? Body { get; init; }

    /// <summary>The method, where it is neither GET without a body nor POST with one.</summary>
    public HttpMethod? Method { get; init; }

    /// <summary>The call goes to the Identity host instead of the main one.</summary>
    public bool OnIdentityHost { get; init; }

    /// <summary>The Inventory API has its own way of refusing an expired token.</summary>
    public bool IsInventory => PathAndQuery.StartsWith("/sell/inventory/", StringComparison.Ordinal);
}
