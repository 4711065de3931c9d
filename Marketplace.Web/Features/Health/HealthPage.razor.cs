using Marketplace.Core.Changes;
using Marketplace.Core.Insights.Health;
using Marketplace.Web.Live;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Health;

/// <summary>How each store is, by stated rules; the one that the address names comes first.</summary>
public sealed partial class HealthPage(HealthQueries health)
{
    private IReadOnlyList<StoreHealth>? stores;

    /// <summary>Store of the address.</summary>
    [SupplyParameterFromQuery]
    public Guid? Store { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Connections, ChangeTopic.Sync];

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => LoadAsync();

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync() =>
        stores = [.. (await health.ListAsync(await Seller.IdAsync(), CancellationToken.None)).OrderByDescending(s => s.Facts.Store.Id == Store)];
}
