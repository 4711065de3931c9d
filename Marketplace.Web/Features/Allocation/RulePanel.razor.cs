using Marketplace.Core.Changes;
using Marketplace.Core.Connections;
using Marketplace.Core.Insights;
using Marketplace.Core.Inventory.Allocation;
using Marketplace.Core.Platforms;
using Marketplace.Web.Live;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Allocation;

/// <summary>One rule being edited, with what it would change on the real listings below it.</summary>
public sealed partial class RulePanel(
    AllocationRules rules, AllocationPreviews previews, ConnectionQueries connections, ListingTruthQueries truths, PlatformCatalog platforms, ViewerTime viewer, ISnackbar snackbar)
{
    private AllocationTarget? loaded;
    private AllocationRule? saved;
    private RuleForm? form;
    private AllocationPreview? preview;
    private string title = "";
    private bool isBusy;

    /// <summary>What the rule is about; null closes the panel.</summary>
    [Parameter, EditorRequired]
    public AllocationTarget? Target { get; set; }

    /// <summary>Asked to close.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Inventory];

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (Target == loaded)
        {
            return;
        }

        (loaded, form, preview, saved, title) = (Target, null, null, null, "");
        if (Target is { } target)
        {
            var seller = await Seller.IdAsync();
            title = await TitleAsync(seller, target);
            saved = await rules.FindAsync(seller, target, CancellationToken.None);
            form = RuleForm.Of(saved?.Terms);
            await TryAsync();
        }
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => TryAsync();

    private async Task TryAsync()
    {
        if (Target is { } target && form is not null)
        {
            preview = await previews.TryAsync(await Seller.IdAsync(), target, form.ToTerms(), CancellationToken.None);
        }
    }

    private async Task ChooseAsync(RuleKind kind)
    {
        form!.Kind = kind;
        await TryAsync();
    }

    private Task SaveAsync() => StoreAsync(form!.ToTerms(), "Saved. The listings follow within seconds.");

    private Task RemoveAsync() => StoreAsync(null, "Removed. The listings follow the next wider rule.");

    private async Task StoreAsync(AllocationTerms? terms, string done)
    {
        isBusy = true;
        try
        {
            var problem = await rules.SaveAsync(await Seller.IdAsync(), Target!, terms, await Seller.NameAsync(), CancellationToken.None);
            snackbar.Add(problem ?? done, problem is null ? Severity.Success : Severity.Warning);
            if (problem is null)
            {
                await OnClose.InvokeAsync();
            }
        }
        finally
        {
            isBusy = false;
        }
    }

    private async Task<string> TitleAsync(Guid seller, AllocationTarget target) => target.Scope switch
    {
        AllocationScope.Listing => await truths.FindAsync(seller, target.ListingId!.Value, viewer.Zone, CancellationToken.None) is { } listing
            ? $"{listing.Sku ?? listing.Title} on {listing.Facts.MarketplaceName}" : "This listing is not here",
        AllocationScope.Store => (await connections.FindAsync(seller, target.ConnectionId!.Value, CancellationToken.None))?.StoreName ?? "This store is not here",
        _ => platforms.TryGet(target.Marketplace, out var platform) ? $"All {platform.Descriptor.Name} stores" : "This marketplace is not here",
    };
}
