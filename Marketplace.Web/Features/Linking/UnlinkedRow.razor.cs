using System.Globalization;
using Marketplace.Core.Catalog;
using Marketplace.Core.Linking;
using Marketplace.Core.Platforms;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Linking;

/// <summary>A listing without an item: what it may be, and the ways out of the queue.</summary>
public sealed partial class UnlinkedRow(ListingLinks links, CurrentSeller seller, IDialogService dialogs, ISnackbar snackbar)
{
    private Guid chosen;
    private bool isBusy;

    /// <summary>The listing.</summary>
    [Parameter, EditorRequired]
    public UnlinkedListing Listing { get; set; } = null!;

    /// <summary>Name of its store.</summary>
    [Parameter]
    public string? StoreName { get; set; }

    /// <summary>Whether it is selected.</summary>
    [Parameter]
    public bool IsSelected { get; set; }

    /// <summary>Asked to select it or not.</summary>
    [Parameter]
    public EventCallback<bool> OnSelected { get; set; }

    /// <summary>Called once it has left the queue.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private string SelectId => $"item-for-{Listing.ListingId:N}";

    private SuggestedItem Best => Listing.Suggestions.FirstOrDefault(s => s.VariantId == chosen) ?? Listing.Suggestions[0];

    private string Facts => string.Join(" · ", new[]
    {
        Listing.Sku is { Length: > 0 } sku ? sku : "no SKU",
        Listing.Seen is { } seen ? $"shows {seen.ToString("N0", CultureInfo.InvariantCulture)}" : null,
        Listing.Status == RemoteListingStatus.Ended ? "ended" : null,
        Listing.State == LinkState.ByHand ? "unlinked by you" : null,
        Listing.OpenLines > 0 ? $"{Listing.OpenLines} order {(Listing.OpenLines == 1 ? "line waits" : "lines wait")}" : null,
    }.OfType<string>());

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (Listing.Suggestions.All(s => s.VariantId != chosen))
        {
            chosen = Listing.Suggestions.Count > 0 ? Listing.Suggestions[0].VariantId : Guid.Empty;
        }
    }

    private async Task PickAsync()
    {
        if (await PickItemDialog.AskAsync(dialogs, $"Which item is “{Listing.Title}”?") is { } variantId)
        {
            await LinkAsync(variantId);
        }
    }

    private async Task LinkAsync(Guid variantId) => await DoAsync(async id =>
    {
        var result = await links.LinkAsync(id, Listing.ListingId, variantId, CancellationToken.None);
        return (result, result.Lines > 0 ? $"Linked, with {result.Lines} order {(result.Lines == 1 ? "line" : "lines")}." : "Linked.");
    });

    private Task CreateAsync() => DoAsync(async id => (await links.CreateItemAsync(id, Listing.ListingId, CancellationToken.None), "A new item was made."));

    private async Task DoAsync(Func<Guid, Task<(LinkResult Result, string Words)>> act)
    {
        isBusy = true;
        try
        {
            var (result, words) = await act(await seller.IdAsync());
            snackbar.Add(result.Problem ?? words, result.Done ? Severity.Success : Severity.Warning);
            await OnChanged.InvokeAsync();
        }
        finally
        {
            isBusy = false;
        }
    }
}
