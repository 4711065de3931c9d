using Marketplace.Core.Common;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Refunds;
using Marketplace.Core.Platforms;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Orders;

/// <summary>Asks how much goes back, why, and what came back, and has the marketplace pay.</summary>
public sealed partial class RefundDialog
{
    private readonly Dictionary<Guid, decimal> amounts = [];
    private readonly Dictionary<Guid, int> returned = [];
    private RefundChoices? choices;
    private RefundReason reason;
    private bool byLine;
    private decimal amount;
    private string comment = "";
    private bool busy;
    private string? problem;

    /// <summary>The order.</summary>
    [Parameter, EditorRequired]
    public Guid OrderId { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private Money Total => choices is null ? default : Money.FromMajor(byLine ? amounts.Values.Sum() : amount, choices.Left.Currency);

    private List<ShipCandidateLine> Shipped =>
        [.. (choices?.Lines ?? []).Where(l => l.Shipped > 0).Select(l => new ShipCandidateLine(l.Id, l.Sku, l.Title, null, l.Shipped))];

    /// <summary>Opens the dialog.</summary>
    public static Task ShowAsync(IDialogService dialogs, Guid orderId) => dialogs.ShowAsync<RefundDialog>(
        null, new DialogParameters<RefundDialog> { { d => d.OrderId, orderId } }, new DialogOptions { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, BackdropClick = false, CloseOnEscapeKey = true });

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        choices = await Refunding.ChoicesAsync(await Seller.IdAsync(), OrderId, CancellationToken.None);
        if (choices is { Reasons.Count: > 0 })
        {
            (reason, amount) = (choices.Reasons[0], choices.Left.Major);
        }
    }

    private async Task SendAsync()
    {
        busy = true;
        var currency = choices!.Left.Currency;
        var verdict = await Refunding.RefundAsync(
            await Seller.IdAsync(),
            new RefundWish
            {
                OrderId = OrderId,
                Reason = reason,
                AmountMinor = Total.Minor,
                Lines = byLine ? [.. amounts.Where(a => a.Value > 0).Select(a => new RefundWishLine(a.Key, Money.FromMajor(a.Value, currency).Minor))] : [],
                Comment = comment,
                Returned = returned.Where(r => r.Value > 0).ToDictionary(),
            },
            await Seller.NameAsync(),
            CancellationToken.None);
        busy = false;
        if (verdict.Outcome == ActionOutcome.Accepted)
        {
            Dialog.Close();
            return;
        }

        problem = verdict.Message;
    }
}
