using Marketplace.Core.Changes;
using Marketplace.Core.Linking;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Linking;

/// <summary>Order lines of which neither listing nor item is known, what is the same thing in one row.</summary>
public sealed partial class UnlinkedOrderLines(LinkQueries queries, ListingLinks links, IDialogService dialogs, ISnackbar snackbar)
{
    private IReadOnlyList<UnlinkedLines>? lines;

    /// <summary>Called once something was linked.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Orders, ChangeTopic.Catalog];

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync() => lines = await queries.LinesAsync(await Seller.IdAsync(), CancellationToken.None);

    private async Task LinkAsync(UnlinkedLines line)
    {
        if (await PickItemDialog.AskAsync(dialogs, $"Which item was sold as “{line.Title}”?") is not { } variantId)
        {
            return;
        }

        var result = await links.LinkLinesAsync(await Seller.IdAsync(), line, variantId, CancellationToken.None);
        snackbar.Add(result.Problem ?? $"Linked {result.Lines} order {(result.Lines == 1 ? "line" : "lines")}; their stock is held now.", result.Done ? Severity.Success : Severity.Warning);
        await LoadAsync();
        await OnChanged.InvokeAsync();
    }

    private static string Words(UnlinkedLines line) =>
        $"{line.Lines} {(line.Lines == 1 ? "line" : "lines")}, {line.Items} {(line.Items == 1 ? "item" : "items")}";
}
