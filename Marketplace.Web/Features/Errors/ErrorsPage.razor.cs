using Marketplace.Core.Alerts.Errors;
using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Errors;

/// <summary>Errors by their causes, to be searched and resolved.</summary>
public sealed partial class ErrorsPage(ErrorQueries errors, NavigationManager navigation)
{
    private ErrorsUrl url = new(new ErrorFilter());
    private Page<ErrorCause>? page;
    private int? open;

    /// <summary>State of the address.</summary>
    [SupplyParameterFromQuery]
    public bool Resolved { get; set; }

    /// <summary>Search of the address.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Words { get; set; }

    /// <summary>Marketplace of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Channel { get; set; }

    /// <summary>Page of the address.</summary>
    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Errors];

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        url = ErrorsUrl.Parse(Resolved, Words, Channel, Page);
        await LoadAsync();
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync()
    {
        var seller = await Seller.IdAsync();
        page = await errors.ListAsync(seller, url.Filter, (url.Page - 1) * ErrorsUrl.PageSize, ErrorsUrl.PageSize, CancellationToken.None);
        open = await errors.CountAsync(seller, url.Filter with { IsResolved = false }, CancellationToken.None);
    }

    private void Search(string words) => navigation.NavigateTo(new ErrorsUrl(url.Filter with { Search = words.Length == 0 ? null : words }).ToString());

    private List<FilterTabs.Tab> Tabs() =>
    [
        new("open", "Open", open, new ErrorsUrl(url.Filter with { IsResolved = false }).ToString(), !url.Filter.IsResolved),
        new("resolved", "Resolved", url.Filter.IsResolved ? page?.Total : null, new ErrorsUrl(url.Filter with { IsResolved = true }).ToString(), url.Filter.IsResolved),
    ];
}
