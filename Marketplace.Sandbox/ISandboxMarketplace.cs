using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox;

/// <summary>One marketplace as a local server: its hosts, its operations and its own truth, held in memory.</summary>
public interface ISandboxMarketplace
{
    /// <summary>Key in paths: ebay, amazon, tiktok.</summary>
    string Key { get; }

    /// <summary>Short alias to real host name ("api" → "api.ebay.com"); both name the host in a path.</summary>
    IReadOnlyDictionary<string, string> Hosts { get; }

    /// <summary>All operations that it answers.</summary>
    OperationTable Operations { get; }

    /// <summary>What a client must know to use it; printed when the sandbox runs alone.</summary>
    SandboxCredentials Credentials { get; }

    /// <summary>Whose limits a call counts against; null counts by its token.</summary>
    string? AccountOf(SandboxCall call) => null;

    /// <summary>The marketplace's own body for a fault of this kind (throttle, error, expired token).</summary>
    SandboxReply FaultReply(FaultKind kind, SandboxCall call);

    /// <summary>The marketplace's own answer to a path that it does not have.</summary>
    SandboxReply UnknownPath(SandboxCall call);

    /// <summary>Makes paid orders; a null SKU picks by the seed. Stock falls on this marketplace only.</summary>
    /// <returns>The new order ids.</returns>
    /// <exception cref="KeyNotFoundException">There is no listing with the SKU.</exception>
    IReadOnlyList<string> CreateOrders(int count, string? sku, int quantity);

    /// <summary>Status and shipments of an order as stored here; null when unknown.</summary>
    object? DescribeOrder(string orderId);

    /// <summary>Quantity of a listing and each change with its time; null when unknown.</summary>
    object? DescribeListing(string sku);

    /// <summary>Withdraws the seller's consent: all tokens die.</summary>
    void Revoke();

    /// <summary>
    /// Sets up what an operator must set up where a marketplace writes notifications to a queue and calls no web address: a bridge
    /// that posts each message to an address. Nothing to do where the marketplace calls addresses itself.
    /// </summary>
    void BridgeTo(Uri address)
    {
    }

    /// <summary>Counts for the control API.</summary>
    object State();
}

/// <summary>Names and secrets that a sandbox accepts; worth nothing anywhere else.</summary>
/// <param name="Values">
/// Name to value, in the order to print. Names are those of the client's settings under <c>Platforms:{marketplace}</c>
/// (ClientId, ClientSecret, RuName, AppKey, …), so that a demo can hand them over as they are; further ones (SellerId, ShopId) follow.
/// </param>
/// <param name="ConsentPath">Path and query of a ready consent page, from the sandbox's root.</param>
public sealed record SandboxCredentials(IReadOnlyDictionary<string, string> Values, string ConsentPath);
