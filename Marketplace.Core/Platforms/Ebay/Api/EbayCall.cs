using Marketplace.Core.Platforms.Ebay.Signing;
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

    /// <summary>What the message is signed with, where the call moves money of a seller who must sign; null otherwise.</summary>
    public EbaySigningKey? SigningKey { get; init; }

    /// <summary>The Post-Order API knows a token by another word, and words its refusals differently.</summary>
    public bool IsPostOrder => PathAndQuery.StartsWith("/post-order/", StringComparison.Ordinal);

    /// <summary>The Inventory API has its own way of refusing an expired token.</summary>
    public bool IsInventory => PathAndQuery.StartsWith("/sell/inventory/", StringComparison.Ordinal);
}
