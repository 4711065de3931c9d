using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Packages that TikTok Shop has laid out after payment, which most markets ship as they are.</summary>
internal sealed class TikTokPackages(TikTokApi api, TikTokOrders orders)
{
    /// <summary>The package that holds exactly these units; they are split off where it holds more.</summary>
    /// <exception cref="RejectedException">They lie in several packages, or the market does not allow this split.</exception>
    public async Task<string> ExactlyOfAsync(ConnectionContext connection, TikTokOrder order, IReadOnlyList<string> units, CancellationToken cancellationToken)
    {
        if (TikTokUnits.CommonPackage(order, units) is not { } package)
        {
            throw new RejectedException("These items lie in several packages on TikTok Shop. Ship each package by itself.") { Operation = TikTokOperations.ShipPackage.Name };
        }

        if (!TikTokUnits.HoldsMore(order, package, units))
        {
            return package;
        }

        try
        {
            return await SplitOffAsync(connection, order.Id, units, cancellationToken);
        }
        catch (RejectedException)
        {
            // Perhaps our own earlier call has split them off already, and only its answer was lost.
            var now = await OrderAsync(connection, order.Id, cancellationToken);
            if (TikTokUnits.CommonPackage(now, units) is { } made && !TikTokUnits.HoldsMore(now, made, units))
            {
                return made;
            }

            throw;
        }
    }

    /// <summary>The order as it is now.</summary>
    /// <exception cref="RejectedException">TikTok Shop does not know it in this shop.</exception>
    public async Task<TikTokOrder> OrderAsync(ConnectionContext connection, string orderId, CancellationToken cancellationToken) =>
        await orders.DetailAsync(connection, orderId, cancellationToken)
        ?? throw new RejectedException($"TikTok Shop does not know the order {orderId} in this shop.") { RawCode = TikTokErrors.ForeignOrder, Operation = TikTokOperations.GetOrderDetail.Name };

    private async Task<string> SplitOffAsync(ConnectionContext connection, string orderId, IReadOnlyList<string> units, CancellationToken cancellationToken)
    {
        var answer = await api.CallAsync<TikTokSplitPackages>(
            connection,
            new TikTokCall(
                TikTokOperations.SplitOrders, HttpMethod.Post, $"/fulfillment/202309/orders/{orderId}/split", Body: new TikTokSplit([new TikTokSplitGroup("1", units)])),
            cancellationToken);
        return answer.Packages is [var made, ..]
            ? made.Id
            : throw new TransientException("TikTok Shop split the order without naming the new package.") { Operation = TikTokOperations.SplitOrders.Name };
    }
}
