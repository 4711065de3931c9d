using System.Globalization;
using System.Runtime.CompilerServices;
using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Looks returns up, whoever started them.</summary>
internal sealed class TikTokReturnBook(TikTokApi api)
{
    /// <summary>Where returns lie.</summary>
    public const string Path = "/return_refund/202309/returns";

    private const int PageSize = 50;

    /// <summary>"The status does not allow this", in its several wordings: somebody, or an earlier call of ours, has settled it.</summary>
    public static IReadOnlySet<string> Settled { get; } = new HashSet<string> { "25001003", "25011011", "25011012", "25020003", "25020010" };

    /// <summary>All of an order, the oldest first.</summary>
    public async Task<List<TikTokReturn>> OfOrderAsync(ConnectionContext connection, string orderId, CancellationToken cancellationToken)
    {
        var all = new List<TikTokReturn>();
        await foreach (var known in SearchAsync(connection, new TikTokReturnFilter([orderId]), "create_time", cancellationToken))
        {
            all.Add(known);
        }

        return all;
    }

    /// <summary>Those that changed since a time, the first changed first.</summary>
    public IAsyncEnumerable<TikTokReturn> ChangedAsync(ConnectionContext connection, DateTimeOffset since, CancellationToken cancellationToken) =>
        SearchAsync(connection, new TikTokReturnFilter(null, since.ToUnixTimeSeconds()), "update_time", cancellationToken);

    private async IAsyncEnumerable<TikTokReturn> SearchAsync(
        ConnectionContext connection, TikTokReturnFilter filter, string sort, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var query = new Dictionary<string, string> { ["page_size"] = PageSize.ToString(CultureInfo.InvariantCulture), ["sort_field"] = sort, ["sort_order"] = "ASC" };
            if (next is not null)
            {
                query["page_token"] = next;
            }

            var page = await api.CallAsync<TikTokReturnPage>(connection, new TikTokCall(TikTokOperations.SearchReturns, HttpMethod.Post, $"{Path}/search", query, filter), cancellationToken);
            foreach (var known in page.ReturnOrders ?? [])
            {
                yield return known;
            }

            next = page.NextPageToken;
        }
        while (!string.IsNullOrEmpty(next));
    }
}
