using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Connections;
using Marketplace.Core.Webhooks;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Webhooks;

/// <summary>Notifications as they were delivered, and whether each store's marketplace sends any.</summary>
public sealed partial class WebhooksPage(WebhookLog log, ConnectionQueries connections, NavigationManager navigation)
{
    private WebhooksUrl url = new();
    private IReadOnlyList<StoreView> stores = [];
    private Page<WebhookDeliveryView>? page;
    private WebhookDeliveryDetail? detail;

    /// <summary>State of the address.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    /// <summary>Marketplace of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Channel { get; set; }

    /// <summary>Page of the address.</summary>
    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    /// <summary>Open delivery of the address.</summary>
    [SupplyParameterFromQuery]
    public Guid? Delivery { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Webhooks, ChangeTopic.Connections];

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        url = WebhooksUrl.Parse(State, Channel, Page, Delivery);
        await LoadAsync();
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync()
    {
        var seller = await Seller.IdAsync();
        stores = [.. (await connections.ListAsync(seller, CancellationToken.None)).Where(s => s.State != ConnectionState.Disconnected)];
        page = await log.ListAsync(seller, new WebhookFilter(url.State, url.Marketplace), (url.Page - 1) * WebhooksUrl.PageSize, WebhooksUrl.PageSize, CancellationToken.None);
        detail = url.Delivery is { } id ? await log.FindAsync(seller, id, CancellationToken.None) : null;
    }

    private void Close() => navigation.NavigateTo((url with { Delivery = null }).ToString());

    private string? StoreNameOf(Guid? connectionId) => stores.FirstOrDefault(s => s.Id == connectionId)?.StoreName;

    private List<FilterTabs.Tab> Tabs() =>
    [
        Tab(null, "all", "All"),
        Tab(WebhookDeliveryState.Accepted, "accepted", "Verified"),
        Tab(WebhookDeliveryState.Irrelevant, "irrelevant", "Nothing to do"),
        Tab(WebhookDeliveryState.Refused, "refused", "Refused"),
    ];

    private FilterTabs.Tab Tab(WebhookDeliveryState? state, string id, string label) =>
        new(id, label, url.State == state ? page?.Total : null, (url with { State = state, Page = 1, Delivery = null }).ToString(), url.State == state);
}
