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

    /// <summary>All of some orders, the oldest first.</summary>
    public async Task<List<TikTokReturn>> OfOrdersAsync(ConnectionContext connection, IReadOnlyList<string> orderIds, CancellationToken cancellationToken)
    {
        var all = new List<TikTokReturn>();
        await foreach (var page in SearchAsync(connection, new TikTokReturnFilter(orderIds), "create_time", cancellationToken))
        {
            all.AddRange(page);
        }

        return all;
    }

    /// <summary>Those that changed since a time, the first changed first, in pages of at most 50.</summary>
    public IAsyncEnumerable<IReadOnlyList<TikTokReturn>> ChangedAsync(ConnectionContext connection, DateTimeOffset since, CancellationToken cancellationToken) =>
        SearchAsync(connection, new TikTokReturnFilter(null, since.ToUnixTimeSeconds()), "update_time", cancellationToken);

    private async IAsyncEnumerable<IReadOnlyList<TikTokReturn>> SearchAsync(
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
            yield return page.ReturnOrders ?? [];
            next = page.NextPageToken;
        }
        while (!string.IsNullOrEmpty(next));
    }
}
