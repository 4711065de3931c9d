using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Reads a shop's products, one listing per SKU.</summary>
internal sealed class TikTokListings(TikTokApi api, TimeProvider time) : IListingFeed
{
    /// <summary>Most results that one search shows over all its pages.</summary>
    internal const int MostResults = 10_000;

    private const int PageSize = 100;
    private const int DetailsAtOnce = 8;

    // Earlier than the first shop. Windows are laid by time of creation, which never changes: by time of update,
    // a product that is edited during the run would slip out of its window unseen.
    private static readonly long Earliest = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    public async IAsyncEnumerable<RemotePage<RemoteListing>> ListAsync(ConnectionContext connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var windows = new Stack<(long From, long To)>();
        windows.Push((Earliest, time.GetUtcNow().ToUnixTimeSeconds()));
        var shown = new HashSet<string>();
        int? total = null;
        while (windows.TryPop(out var window))
        {
            string? next = null;
            do
            {
                var page = await PageAsync(connection, window, next, cancellationToken);
                total ??= page?.TotalCount;
                if ((page is null || page.TotalCount > MostResults) && window.From < window.To)
                {
                    var middle = window.From + (window.To - window.From) / 2;
                    windows.Push((middle + 1, window.To));
                    windows.Push((window.From, middle));
                    break;
                }

                if (page is not null)
                {
                    yield return await MapPageAsync(connection, page, total, shown, cancellationToken);
                }

                next = page?.NextPageToken;
            }
            while (!string.IsNullOrEmpty(next));
        }
    }

    public async Task<IReadOnlyList<RemoteListing>?> FindAsync(ConnectionContext connection, string externalProductId, CancellationToken cancellationToken)
    {
        if (await DetailAsync(connection, externalProductId, cancellationToken) is not { } detail)
        {
            return [];
        }

        var product = new TikTokProduct
        {
            Id = detail.Id,
            Title = detail.Title,
            Status = detail.Status ?? detail.ProductStatus,
            Skus = detail.Skus,
            Audit = detail.Audit,
            UpdateTime = detail.UpdateTime,
        };
        try
        {
            return [.. TikTokListingMapping.Map(product, detail, TikTokStore.Of(connection).Region)];
        }
        catch (FormatException exception)
        {
            throw new RejectedException($"TikTok Shop sent the product {externalProductId} with a price that is no number.", exception) { Operation = TikTokOperations.GetProduct.Name };
        }
    }

    // Null when TikTok Shop itself says that there are too many, be it on the first page or on a later one.
    private async Task<TikTokProductPage?> PageAsync(ConnectionContext connection, (long From, long To) window, string? token, CancellationToken cancellationToken)
    {
        try
        {
            return await SearchAsync(connection, window, token, cancellationToken);
        }
        catch (RejectedException exception) when (exception.RawCode == TikTokErrors.TooManyResults && window.From < window.To)
        {
            return null;
        }
    }

    private Task<TikTokProductPage> SearchAsync(ConnectionContext connection, (long From, long To) window, string? token, CancellationToken cancellationToken)
    {
        var query = new Dictionary<string, string> { ["page_size"] = PageSize.ToString(CultureInfo.InvariantCulture) };
        if (token is not null)
        {
            query["page_token"] = token;
        }

        return api.CallAsync<TikTokProductPage>(
            connection,
            new TikTokCall(TikTokOperations.SearchProducts, HttpMethod.Post, "/product/202502/products/search", query, new TikTokProductFilter("ALL", window.From, window.To)),
            cancellationToken);
    }

    private async Task<RemotePage<RemoteListing>> MapPageAsync(
        ConnectionContext connection, TikTokProductPage page, int? total, HashSet<string> shown, CancellationToken cancellationToken)
    {
        var region = TikTokStore.Of(connection).Region;
        var products = new List<TikTokProduct>();
        var defects = new List<RemoteDefect>();
        foreach (var element in page.Products ?? [])
        {
            try
            {
                var product = element.Deserialize<TikTokProduct>(TikTokJson.Options)!;
                if (shown.Add(product.Id))
                {
                    products.Add(product);
                }
            }
            catch (JsonException exception)
            {
                defects.Add(new RemoteDefect(IdOf(element), $"TikTok Shop sent a product that cannot be read at {exception.Path ?? "its start"}."));
            }
        }

        var details = await DetailsAsync(connection, products, cancellationToken);
        var listings = new List<RemoteListing>();
        foreach (var product in products)
        {
            try
            {
                listings.AddRange(TikTokListingMapping.Map(product, details.GetValueOrDefault(product.Id), region));
            }
            catch (FormatException)
            {
                defects.Add(new RemoteDefect(product.Id, "TikTok Shop sent a product with a price that is no number."));
            }
        }

        return new RemotePage<RemoteListing>(listings, total, defects);
    }

    // The search leaves out pictures, brand, category and the names of variations.
    private async Task<IReadOnlyDictionary<string, TikTokProductDetail>> DetailsAsync(
        ConnectionContext connection, IReadOnlyList<TikTokProduct> products, CancellationToken cancellationToken)
    {
        var details = new ConcurrentDictionary<string, TikTokProductDetail>();
        await Parallel.ForEachAsync(
            products.Where(product => product.Status is not ("DELETED" or "FREEZE")),
            new ParallelOptions { MaxDegreeOfParallelism = DetailsAtOnce, CancellationToken = cancellationToken },
            async (product, token) =>
            {
                if (await DetailAsync(connection, product.Id, token) is { } detail)
                {
                    details[product.Id] = detail;
                }
            });
        return details;
    }

    private async Task<TikTokProductDetail?> DetailAsync(ConnectionContext connection, string productId, CancellationToken cancellationToken)
    {
        try
        {
            return await api.CallAsync<TikTokProductDetail>(
                connection, new TikTokCall(TikTokOperations.GetProduct, HttpMethod.Get, $"/product/202309/products/{productId}"), cancellationToken);
        }
        catch (RejectedException exception) when (TikTokErrors.IsMissingProduct(exception.RawCode))
        {
            return null;
        }
    }

    private static string IdOf(JsonElement product) =>
        product.ValueKind == JsonValueKind.Object && product.TryGetProperty("id", out var id) ? id.ToString() : "unknown";
}

/// <summary>Body of a product search; both bounds are inclusive, in Unix seconds.</summary>
internal sealed record TikTokProductFilter(string Status, long CreateTimeGe, long CreateTimeLe);
