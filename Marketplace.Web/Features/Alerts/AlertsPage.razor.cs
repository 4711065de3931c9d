using Marketplace.Core.Alerts;
using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Alerts;

/// <summary>All alerts: new ones, open ones, and those whose cause is gone.</summary>
public sealed partial class AlertsPage
{
    private const string Check = """<path d="m5 12.5 4.5 4.5L19 7.5"/>""";
    private AlertsUrl url = new();
    private Page<Alert>? page;
    private int? fresh;
    private int? open;

    /// <summary>State of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Show { get; set; }

    /// <summary>Page of the address.</summary>
    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Alerts, ChangeTopic.Inventory];

    [Inject]
    private AlertQueries Alerts { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        url = AlertsUrl.Parse(Show, Page);
        await LoadAsync();
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => changes.Count > 0 ? LoadAsync() : Task.CompletedTask;

    private async Task LoadAsync()
    {
        var seller = await Seller.IdAsync();
        page = await Alerts.ListAsync(seller, url.Filter, (url.Page - 1) * AlertsUrl.PageSize, AlertsUrl.PageSize, CancellationToken.None);
        fresh = await Alerts.CountAsync(seller, AlertFilter.New, CancellationToken.None);
        open = await Alerts.CountAsync(seller, AlertFilter.Open, CancellationToken.None);
    }

    private async Task AcknowledgeAllAsync()
    {
        await Alerts.AcknowledgeAllAsync(await Seller.IdAsync(), await Seller.NameAsync(), CancellationToken.None);
        await LoadAsync();
    }

    private List<FilterTabs.Tab> Tabs() =>
    [
        Tab(AlertFilter.New, "New", fresh),
        Tab(AlertFilter.Open, "All open", open),
        Tab(AlertFilter.Resolved, "Resolved", url.Filter == AlertFilter.Resolved ? page?.Total : null),
    ];

    private FilterTabs.Tab Tab(AlertFilter filter, string label, int? count) =>
        new(Query.Word(filter, (AlertFilter)(-1))!, label, count, new AlertsUrl(filter).ToString(), url.Filter == filter);
}
