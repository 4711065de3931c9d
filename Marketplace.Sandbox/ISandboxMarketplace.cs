namespace Marketplace.Sandbox;

/// <summary>One marketplace as a local server, with its own truth, held in memory.</summary>
public interface ISandboxMarketplace : ISandboxService
{
    /// <summary>What a client must know to use it; printed when the sandbox runs alone.</summary>
    SandboxCredentials Credentials { get; }

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

    /// <summary>Lets the buyer of a shipped order ask for a return.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="sendsBack">Whether the goods shall come back; otherwise the buyer wants the money alone.</param>
    /// <returns>The return's id; null where the order cannot be returned, or where no seller hears of returns by API.</returns>
    string? AskForReturn(string orderId, bool sendsBack) => null;

    /// <summary>Lets the buyer send the goods of an approved return.</summary>
    /// <returns>False where no such return waits for that.</returns>
    bool SendBack(string returnId, string trackingNumber) => false;

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
