using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Cancelling;
using Marketplace.Core.Platforms;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Orders;

/// <summary>Asks for the reason, the items, and what becomes of their stock, and has the marketplace cancel.</summary>
public sealed partial class CancelDialog
{
    private readonly Dictionary<Guid, int> counts = [];
    private CancelChoices? choices;
    private CancelReason reason;
    private bool backOnSale;
    private bool busy;
    private string? problem;

    /// <summary>The order.</summary>
    [Parameter, EditorRequired]
    public Guid OrderId { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private int Wanted => counts.Values.Sum();

    private bool IsWhole => choices is null || choices.Lines.All(l => counts.GetValueOrDefault(l.Id) == l.Left);

    /// <summary>Opens the dialog.</summary>
    public static Task ShowAsync(IDialogService dialogs, Guid orderId) => dialogs.ShowAsync<CancelDialog>(
        null, new DialogParameters<CancelDialog> { { d => d.OrderId, orderId } }, new DialogOptions { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseOnEscapeKey = true });

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        choices = await Cancelling.ChoicesAsync(await Seller.IdAsync(), OrderId, CancellationToken.None);
        foreach (var line in choices?.Lines ?? [])
        {
            counts[line.Id] = line.Left;
        }

        if (choices is { Reasons.Count: > 0 })
        {
            SetReason(choices.Reasons[0]);
        }
    }

    private void SetReason(CancelReason chosen) => (reason, backOnSale) = (chosen, CancelWords.UsuallyBackOnSale(chosen));

    private async Task SendAsync()
    {
        busy = true;
        var lines = IsWhole ? null : counts.Where(c => c.Value > 0).Select(c => new ShipRequestLine(c.Key, c.Value)).ToList();
        var verdict = await Cancelling.CancelAsync(
            await Seller.IdAsync(), new CancelWish(OrderId, reason, backOnSale, lines), await Seller.NameAsync(), CancellationToken.None);
        busy = false;
        if (verdict.Outcome == ActionOutcome.Accepted)
        {
            Dialog.Close();
            return;
        }

        problem = verdict.Message;
    }

    /// <summary>Words as the beginning of a sentence.</summary>
    internal static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
