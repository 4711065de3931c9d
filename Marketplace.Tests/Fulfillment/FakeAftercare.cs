using Marketplace.Core.Common;
using Marketplace.Core.Platforms;

namespace Marketplace.Tests.Fulfillment;

/// <summary>What a marketplace does for an order after it is placed: cancels, answers buyers and pays money back, and fails where a test wants it to.</summary>
internal sealed class FakeAftercare : IOrderCanceller, IRefunder
{
    private readonly Queue<Func<Action, Exception?>> faults = new();

    /// <summary>Cancellations as the marketplace carried them out; one asked for twice is here twice.</summary>
    public List<CancelRequest> Cancelled { get; } = [];

    /// <summary>Answers to buyers as the marketplace took them.</summary>
    public List<(string Order, bool Accept)> Answers { get; } = [];

    /// <summary>Refunds as the marketplace paid them; one paid twice is here twice.</summary>
    public List<RemoteRefund> Paid { get; } = [];

    /// <summary>Refunds stay under way.</summary>
    public bool PaysLater { get; set; }

    /// <summary>Called when an order is cancelled or its buyer answered.</summary>
    public Action<string, bool> OnSettled { get; set; } = (_, _) => { };

    IReadOnlyList<CancelReason> IOrderCanceller.Reasons => [CancelReason.OutOfStock, CancelReason.BuyerRequest];

    IReadOnlyList<RefundReason> IRefunder.Reasons => [RefundReason.Returned, RefundReason.Adjustment];

    /// <summary>The next call ends with the exception; nothing is carried out.</summary>
    public void FailNext(Exception exception) => faults.Enqueue(_ => exception);

    /// <summary>The next call is carried out, and its answer is lost.</summary>
    public void LoseNextAnswer() => faults.Enqueue(act =>
    {
        act();
        return new TransientException("The connection was reset.") { OutcomeUnknown = true };
    });

    public Task CancelAsync(ConnectionContext connection, CancelRequest request, CancellationToken cancellationToken)
    {
        Do(() =>
        {
            Cancelled.Add(request);
            OnSettled(request.ExternalOrderId, true);
        });
        return Task.CompletedTask;
    }

    public Task AnswerAsync(ConnectionContext connection, string externalOrderId, bool accept, CancellationToken cancellationToken)
    {
        Do(() =>
        {
            Answers.Add((externalOrderId, accept));
            OnSettled(externalOrderId, accept);
        });
        return Task.CompletedTask;
    }

    public Task<RefundReceipt> RefundAsync(ConnectionContext connection, RefundRequest request, CancellationToken cancellationToken)
    {
        var earlier = Paid.FirstOrDefault(p => !request.AlreadyRefunded.Contains(p.ExternalId));
        if (earlier is null)
        {
            Do(() => Paid.Add(new RemoteRefund($"R{Paid.Count + 1}", request.Amount, PaysLater ? RefundStatus.Pending : RefundStatus.Refunded, null)));
        }

        return Task.FromResult(new RefundReceipt((earlier ?? Paid[^1]).ExternalId, (earlier ?? Paid[^1]).Status));
    }

    public Task<IReadOnlyList<RemoteRefund>> ReadAsync(ConnectionContext connection, string externalOrderId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RemoteRefund>>([.. Paid]);

    /// <summary>A refund made on the marketplace's own pages.</summary>
    public void PayElsewhere(Money amount) => Paid.Add(new RemoteRefund($"R{Paid.Count + 1}", amount, RefundStatus.Refunded, null));

    private void Do(Action act)
    {
        if (faults.TryDequeue(out var fault) && fault(act) is { } failure)
        {
            throw failure;
        }

        act();
    }
}
