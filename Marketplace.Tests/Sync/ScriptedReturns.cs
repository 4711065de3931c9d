using System.Runtime.CompilerServices;
using Marketplace.Core.Platforms;

namespace Marketplace.Tests.Sync;

/// <summary>Returns of a marketplace: none, but the test sees from when on they are asked for, and may refuse.</summary>
internal sealed class ScriptedReturns : IReturnDesk
{
    /// <summary>Starts of the windows that were read.</summary>
    public List<DateTimeOffset> Windows { get; } = [];

    /// <summary>Thrown in the place of an answer.</summary>
    public Exception? Refusal { get; set; }

    public async IAsyncEnumerable<IReadOnlyList<RemoteReturn>> ReadChangedAsync(
        ConnectionContext connection, DateTimeOffset changedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (Refusal is not null)
        {
            throw Refusal;
        }

        Windows.Add(changedSince);
        yield return [];
    }

    public Task<IReadOnlyList<RemoteReturn>> ReadAsync(ConnectionContext connection, IReadOnlyList<string> externalOrderIds, CancellationToken cancellationToken) =>
        Refusal is null ? Task.FromResult<IReadOnlyList<RemoteReturn>>([]) : Task.FromException<IReadOnlyList<RemoteReturn>>(Refusal);

    public Task<IReadOnlyList<RefusalReason>> RefusalReasonsAsync(ConnectionContext connection, string externalReturnId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task AnswerAsync(ConnectionContext connection, RemoteReturnAnswer answer, CancellationToken cancellationToken) => throw new NotSupportedException();
}
