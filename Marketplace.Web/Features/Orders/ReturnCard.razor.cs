using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Returns;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Web.Auth;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Orders;

/// <summary>A return: what the buyer wants, how far it is, and the seller's answer.</summary>
public sealed partial class ReturnCard
{
    private IReadOnlyList<RefusalReason>? reasons;
    private string reason = "";
    private string comment = "";
    private string? answered;
    private bool busy;

    /// <summary>The return with what can be done about it.</summary>
    [Parameter, EditorRequired]
    public ReturnChoice Choice { get; set; } = null!;

    [Inject]
    private AnswerReturns Answering { get; set; } = null!;

    [Inject]
    private CurrentSeller Seller { get; set; } = null!;

    private OrderReturn Return => Choice.Return;

    private StatusTone Tone => Return.Status switch
    {
        ReturnStatus.Settled or ReturnStatus.Agreed => StatusTone.Good,
        ReturnStatus.Refused or ReturnStatus.Withdrawn => StatusTone.Neutral,
        _ when Return.Question is not null => StatusTone.Caution,
        _ => StatusTone.Busy,
    };

    private async Task AskWhyAsync()
    {
        busy = true;
        try
        {
            (reasons, answered) = (await Answering.RefusalReasonsAsync(await Seller.IdAsync(), Return.Id, CancellationToken.None), null);
        }
        catch (PlatformException failure)
        {
            answered = $"The reasons could not be read. {failure.Message}";
        }

        busy = false;
    }

    private async Task AnswerAsync(bool accepts)
    {
        busy = true;
        var verdict = await Answering.AnswerAsync(await Seller.IdAsync(), Return.Id, accepts, reason, comment, await Seller.NameAsync(), CancellationToken.None);
        (busy, reasons) = (false, null);
        answered = verdict.Outcome == ActionOutcome.Accepted ? null : verdict.Message;
    }
}
