using System.Collections.Concurrent;
using System.Globalization;
using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Sets what buyers can order. TikTok Shop counts available items, those held by orders are not among them.</summary>
internal sealed class TikTokStock(TikTokApi api) : IStockPusher
{
    private const int MostSkusPerSearch = 600;
    private const int MostSkusPerProduct = 100;
    private const int ProductsAtOnce = 8;

    public int MaxBatch => MostSkusPerSearch;

    public async Task<IReadOnlyList<StockVerdict>> PushAsync(ConnectionContext connection, IReadOnlyList<StockChange> changes, CancellationToken cancellationToken)
    {
        var verdicts = new ConcurrentBag<StockVerdict>();
        var known = new List<TikTokStockWish>();
        foreach (var change in changes)
        {
            if (TikTokJson.Read<TikTokListingData>(change.Listing.PlatformData) is { ProductId: not null } data)
            {
                known.Add(new TikTokStockWish(change.Listing.ExternalId, change.Quantity, data.ProductId, data.Warehouses ?? []));
            }
            else
            {
                verdicts.Add(new StockVerdict(change.Listing.ExternalId, false, "The listing's product is not known here. Import the listings again."));
            }
        }

        var failures = new ConcurrentBag<PlatformException>();
        var stocks = await StocksAsync(connection, known.Where(wish => wish.Warehouses.Count > 1), cancellationToken);
        await Parallel.ForEachAsync(
            known.GroupBy(wish => wish.ProductId).SelectMany(product => product.Chunk(MostSkusPerProduct)),
            new ParallelOptions { MaxDegreeOfParallelism = ProductsAtOnce, CancellationToken = cancellationToken },
            async (wishes, token) =>
            {
                try
                {
                    foreach (var verdict in await PushProductAsync(connection, wishes, stocks, token))
                    {
                        verdicts.Add(verdict);
                    }
                }
                catch (PlatformException exception) when (exception is RejectedException or TransientException or ThrottledException)
                {
                    failures.Add(exception);
                    foreach (var wish in wishes)
                    {
                        verdicts.Add(new StockVerdict(wish.SkuId, false, exception.Message, exception.RawCode, exception is not RejectedException));
                    }
                }
            });

        // Nothing went through, and not for the listings' own faults: the whole call has failed.
        if (failures.FirstOrDefault(failure => failure is not RejectedException) is { } passing && !verdicts.Any(verdict => verdict.Accepted))
        {
            throw passing;
        }

        return [.. verdicts];
    }

    public async Task<IReadOnlyList<StockSeen>> ReadAsync(ConnectionContext connection, IReadOnlyList<ListingReference> listings, CancellationToken cancellationToken)
    {
        var seen = new List<StockSeen>();
        foreach (var chunk in listings.Select(listing => listing.ExternalId).Chunk(MostSkusPerSearch))
        {
            seen.AddRange((await SearchAsync(connection, chunk, cancellationToken)).Select(sku => new StockSeen(sku.Id, sku.TotalAvailableQuantity)));
        }

        return seen;
    }

    private async Task<IEnumerable<StockVerdict>> PushProductAsync(
        ConnectionContext connection, IReadOnlyList<TikTokStockWish> wishes, IReadOnlyDictionary<string, TikTokSkuInventory> stocks, CancellationToken cancellationToken)
    {
        var errors = await ErrorsOfUpdateAsync(connection, wishes, stocks, cancellationToken);
        var moved = wishes.Where(wish => errors.TryGetValue(wish.SkuId, out var error) && Codes(error).Any(TikTokErrors.WrongWarehouses.Contains)).ToList();
        if (moved.Count > 0)
        {
            // The seller has changed warehouses since the listing was read: look again, and try once more.
            var current = await StocksAsync(connection, moved, cancellationToken);
            var again = await ErrorsOfUpdateAsync(connection, moved, current, cancellationToken);
            foreach (var wish in moved)
            {
                errors.Remove(wish.SkuId);
                if (again.TryGetValue(wish.SkuId, out var error))
                {
                    errors[wish.SkuId] = error;
                }
            }
        }

        return wishes.Select(wish => errors.TryGetValue(wish.SkuId, out var error) ? Refusal(wish, error) : new StockVerdict(wish.SkuId, true));
    }

    private async Task<Dictionary<string, TikTokItemError>> ErrorsOfUpdateAsync(
        ConnectionContext connection, IReadOnlyList<TikTokStockWish> wishes, IReadOnlyDictionary<string, TikTokSkuInventory> stocks, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, TikTokItemError>();
        foreach (var error in await UpdateAsync(connection, wishes, stocks, cancellationToken))
        {
            // An error that names no SKU speaks of the product, and so of each of them.
            foreach (var skuId in error.Detail?.SkuId is { Length: > 0 } one ? [one] : wishes.Select(wish => wish.SkuId))
            {
                errors[skuId] = error;
            }
        }

        return errors;
    }

    private async Task<IReadOnlyList<TikTokItemError>> UpdateAsync(
        ConnectionContext connection, IReadOnlyList<TikTokStockWish> wishes, IReadOnlyDictionary<string, TikTokSkuInventory> stocks, CancellationToken cancellationToken)
    {
        var body = new TikTokInventoryUpdate([.. wishes.Select(wish => new TikTokSkuUpdate(wish.SkuId, TikTokWarehouseShares.Of(wish, stocks.GetValueOrDefault(wish.SkuId))))]);
        try
        {
            var call = new TikTokCall(TikTokOperations.UpdateInventory, HttpMethod.Post, $"/product/202309/products/{wishes[0].ProductId}/inventory/update", Body: body);
            return (await api.CallAsync<TikTokItemErrors>(connection, call, cancellationToken)).Errors ?? [];
        }
        catch (RejectedException exception) when (exception.RawCode is { } code && TikTokErrors.WrongWarehouses.Contains(code))
        {
            return [new TikTokItemError(long.Parse(code, CultureInfo.InvariantCulture), exception.Message, null)];
        }
    }

    private async Task<IReadOnlyDictionary<string, TikTokSkuInventory>> StocksAsync(
        ConnectionContext connection, IEnumerable<TikTokStockWish> wishes, CancellationToken cancellationToken)
    {
        var stocks = new Dictionary<string, TikTokSkuInventory>();
        foreach (var chunk in wishes.Select(wish => wish.SkuId).Chunk(MostSkusPerSearch))
        {
            foreach (var sku in await SearchAsync(connection, chunk, cancellationToken))
            {
                stocks[sku.Id] = sku;
            }
        }

        return stocks;
    }

    private async Task<IEnumerable<TikTokSkuInventory>> SearchAsync(ConnectionContext connection, IReadOnlyList<string> skuIds, CancellationToken cancellationToken)
    {
        var answer = await api.CallAsync<TikTokInventoryAnswer>(
            connection, new TikTokCall(TikTokOperations.InventorySearch, HttpMethod.Post, "/product/202309/inventory/search", Body: new TikTokInventoryQuery(skuIds)), cancellationToken);
        return (answer.Inventory ?? []).SelectMany(product => product.Skus ?? []);
    }

    private static StockVerdict Refusal(TikTokStockWish wish, TikTokItemError error)
    {
        var codes = Codes(error).ToList();
        var failure = TikTokErrors.Explain(codes[^1], (error.Detail?.ExtraErrors is [.., var last] ? last.Message : error.Message) ?? "");
        return new StockVerdict(wish.SkuId, false, failure.Message, codes[^1], codes.Any(TikTokErrors.IsPassing));
    }

    private static IEnumerable<string> Codes(TikTokItemError error) =>
        new[] { error.Code }.Concat((error.Detail?.ExtraErrors ?? []).Select(extra => extra.Code)).Select(code => code.ToString(CultureInfo.InvariantCulture));
}

/// <summary>A wish to show a quantity, with where the SKU lies.</summary>
internal sealed record TikTokStockWish(string SkuId, int Quantity, string ProductId, IReadOnlyList<string> Warehouses);
