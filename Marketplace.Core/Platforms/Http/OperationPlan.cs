namespace Marketplace.Core.Platforms.Http;

/// <summary>A marketplace operation with its published limit.</summary>
/// <param name="Marketplace">Whose operation it is.</param>
/// <param name="Name">Name in the official contract ("getOrders").</param>
/// <param name="RatePerSecond">Calls per second that a store may sustain.</param>
/// <param name="Burst">Calls that may be made at once after a rest.</param>
/// <param name="Repeatable">Sending the same request twice does no harm, so an unknown outcome may be retried.</param>
public sealed record OperationPlan(MarketplaceKey Marketplace, string Name, double RatePerSecond, int Burst, bool Repeatable = true);
