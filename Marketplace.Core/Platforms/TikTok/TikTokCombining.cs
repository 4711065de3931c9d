using System.Globalization;
using System.Runtime.CompilerServices;
using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Combines orders of one recipient into one package. Success and failure of each come in one answer with code 0.</summary>
internal sealed class TikTokCombining(TikTokApi api, TikTokPackages packages) : IParcelCombiner
{
    private const int PageSize = 50;

    public async IAsyncEnumerable<CombinableOrders> CombinableAsync(ConnectionContext connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var query = new Dictionary<string, string> { ["page_size"] = PageSize.ToString(CultureInfo.InvariantCulture) };
            if (next is not null)
            {
                query["page_token"] = next;
            }

            var page = await api.CallAsync<TikTokCombinablePage>(
                connection, new TikTokCall(TikTokOperations.SearchCombinablePackages, HttpMethod.Get, "/fulfillment/202309/combinable_packages/search", query), cancellationToken);
            foreach (var group in page.CombinablePackages ?? [])
            {
                if (group.OrderIds is { Count: > 1 } orders)
                {
                    yield return new CombinableOrders(group.Id, orders);
                }
            }

            next = page.NextPageToken;
        }
        while (!string.IsNullOrEmpty(next));
    }

    public async Task<string> CombineAsync(ConnectionContext connection, CombinableOrders group, CancellationToken cancellationToken)
    {
        var answer = await api.CallAsync<TikTokCombined>(
            connection,
            new TikTokCall(
                TikTokOperations.CombinePackage, HttpMethod.Post, "/fulfillment/202309/packages/combine",
                Body: new TikTokCombine([new TikTokCombinable(group.Id, group.ExternalOrderIds)])),
            cancellationToken);
        if (answer.Packages is [var made, ..])
        {
            return made.Id;
        }

        // Perhaps our own earlier call has combined them already, and only its answer was lost.
        if (await SharedPackageAsync(connection, group.ExternalOrderIds, cancellationToken) is { } shared)
        {
            return shared;
        }

        var error = answer.Errors is [var first, ..] ? first : null;
        var code = error?.Code.ToString(CultureInfo.InvariantCulture);
        throw new RejectedException("TikTok Shop does not combine these orders any more; one of them has changed. Look for combinable orders again.")
        {
            RawCode = code,
            Operation = TikTokOperations.CombinePackage.Name,
        };
    }

    public async Task SeparateAsync(ConnectionContext connection, string externalShipmentId, IReadOnlyList<string> externalOrderIds, CancellationToken cancellationToken) =>
        await api.CallAsync<TikTokNothing>(
            connection,
            new TikTokCall(
                TikTokOperations.UncombinePackages, HttpMethod.Post, $"/fulfillment/202309/packages/{externalShipmentId}/uncombine", Body: new TikTokUncombine(externalOrderIds)),
            cancellationToken);

    private async Task<string?> SharedPackageAsync(ConnectionContext connection, IReadOnlyList<string> orderIds, CancellationToken cancellationToken)
    {
        var shared = new HashSet<string>();
        foreach (var orderId in orderIds)
        {
            var order = await packages.OrderAsync(connection, orderId, cancellationToken);
            shared.UnionWith((order.Packages ?? []).Select(package => package.Id));
        }

        return shared.Count == 1 ? shared.First() : null;
    }
}
