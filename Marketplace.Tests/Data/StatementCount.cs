using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore.Diagnostics;
using System.Diagnostics;

namespace Marketplace.Tests.Data;

/// <summary>Counts the statements that the ORM has made in the flow that began the count; other tests run beside it uncounted.</summary>
internal sealed class StatementCount : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private static readonly AsyncLocal<StatementCount?> Mine = new();
    private readonly ConcurrentBag<IDisposable> subscriptions = [];
    private readonly ConcurrentDictionary<string, int> statements = new();

    private StatementCount() => subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>All of them.</summary>
    public int Total => statements.Values.Sum();

    /// <summary>How often each came, most often first.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> ByText => [.. statements.OrderByDescending(s => s.Value)];

    /// <summary>Begins to count; call it in the flow that is counted.</summary>
    public static StatementCount Begin() => Mine.Value = new StatementCount();

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var subscription in subscriptions)
        {
            subscription.Dispose();
        }
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore")
        {
            subscriptions.Add(value.Subscribe(this, name => name == RelationalEventId.CommandExecuted.Name));
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (Mine.Value == this && value.Value is CommandEndEventData command)
        {
            statements.AddOrUpdate(command.Command.CommandText, 1, (_, count) => count + 1);
        }
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }
}
