using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Marketplace.Core.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Marketplace.Core.Data;

/// <summary>A span in the traces for each transaction, below the work that opened it. Costs nothing where nobody listens.</summary>
internal sealed class TransactionSpans : DbTransactionInterceptor
{
    private readonly ConditionalWeakTable<DbTransaction, Activity> spans = new();

    public override DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        Begin(result);
        return base.TransactionStarted(connection, eventData, result);
    }

    public override ValueTask<DbTransaction> TransactionStartedAsync(DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        Begin(result);
        return base.TransactionStartedAsync(connection, eventData, result, cancellationToken);
    }

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => End(transaction, ActivityStatusCode.Ok);

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        End(transaction, ActivityStatusCode.Ok);
        return Task.CompletedTask;
    }

    public override void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) => End(transaction, ActivityStatusCode.Error);

    public override Task TransactionRolledBackAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        End(transaction, ActivityStatusCode.Error);
        return Task.CompletedTask;
    }

    private void Begin(DbTransaction transaction)
    {
        // What runs inside is not below the transaction but beside it: both belong to the work.
        var above = Activity.Current;
        if (Telemetry.Source.StartActivity("transaction") is { } span)
        {
            Activity.Current = above;

            // Npgsql hands one object out again and again, and nobody tells of a transaction that was given up without a word.
            spans.AddOrUpdate(transaction, span);
        }
    }

    private void End(DbTransaction transaction, ActivityStatusCode status)
    {
        if (spans.TryGetValue(transaction, out var span))
        {
            spans.Remove(transaction);
            span.SetStatus(status);
            var above = Activity.Current;
            span.Dispose();
            Activity.Current = above;
        }
    }
}
