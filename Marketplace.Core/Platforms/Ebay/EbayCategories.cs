using System.Collections.Concurrent;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Ebay.Auth;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>Names of categories with all above them. Offers give a number alone; a site's whole tree is fetched once a day and kept as paths.</summary>
internal sealed class EbayCategories(EbayApi api, EbayApplication application, TimeProvider time, ILogger<EbayCategories> logger) : IDisposable
{
    private const string Root = "/commerce/taxonomy/v1";
    private const string Separator = " › ";
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, Held> trees = new();
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>Paths by category number on a site; empty when eBay does not tell them now, for listings can be sold without.</summary>
    public async Task<IReadOnlyDictionary<string, string>> OfAsync(string? site, CancellationToken cancellationToken)
    {
        var key = EbaySites.Of(site).Id;
        if (Known(key) is { } known)
        {
            return known;
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            if (Known(key) is { } loaded)
            {
                return loaded;
            }

            var held = await LoadAsync(key, cancellationToken);
            trees[key] = held;
            return held.Paths;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>A path in the Trading API's form, root to leaf with colons between.</summary>
    public static string? FromTrading(string? name) => string.IsNullOrWhiteSpace(name) ? null : name.Replace(":", Separator, StringComparison.Ordinal);

    /// <inheritdoc />
    public void Dispose() => gate.Dispose();

    private IReadOnlyDictionary<string, string>? Known(string site) => trees.TryGetValue(site, out var held) && held.EndsAt > time.GetUtcNow() ? held.Paths : null;

    private async Task<Held> LoadAsync(string site, CancellationToken cancellationToken)
    {
        try
        {
            var id = await api.ReadAsync<EbayTreeId>(
                new EbayCall(EbayOperations.GetDefaultCategoryTreeId, application.Connection, $"{Root}/get_default_category_tree_id?marketplace_id={site}"), cancellationToken);
            var tree = await api.ReadAsync<EbayTree>(
                new EbayCall(EbayOperations.GetCategoryTree, application.Connection, $"{Root}/category_tree/{Uri.EscapeDataString(id.CategoryTreeId ?? "0")}"), cancellationToken);
            var paths = new Dictionary<string, string>();
            foreach (var top in tree.RootCategoryNode?.ChildCategoryTreeNodes ?? [])
            {
                Add(paths, top, "");
            }

            return new Held(paths, time.GetUtcNow() + Life);
        }
        catch (PlatformException exception)
        {
            logger.LogWarning(exception, "eBay does not tell the categories of {Site} now; listings are imported without their category's name", site);
            return new Held(new Dictionary<string, string>(), time.GetUtcNow() + Rest);
        }
    }

    private static void Add(Dictionary<string, string> paths, EbayTreeNode node, string above)
    {
        var path = above + node.Category?.CategoryName;
        if (node.Category?.CategoryId is { } id)
        {
            paths[id] = path;
        }

        foreach (var child in node.ChildCategoryTreeNodes ?? [])
        {
            Add(paths, child, path + Separator);
        }
    }

    private sealed record Held(IReadOnlyDictionary<string, string> Paths, DateTimeOffset EndsAt);
}
