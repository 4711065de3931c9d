using System.Collections.Concurrent;
using System.Threading.Channels;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Alerts.Errors;

/// <summary>
/// Takes errors in without making anybody wait; <see cref="ErrorWriter"/> stores them a moment later. Limits that were reached are no
/// errors. What comes faster than it can be stored is counted and told in the application's log.
/// </summary>
public sealed class ErrorLog(TimeProvider time) : ICallListener
{
    private const int MostWaiting = 2_000;
    private readonly Channel<ErrorNote> notes = Channel.CreateBounded<ErrorNote>(MostWaiting);
    private readonly ConcurrentDictionary<(Guid Connection, string Operation), byte> failing = new();
    private int dropped;

    internal ChannelReader<ErrorNote> Notes => notes.Reader;

    /// <inheritdoc />
    public void Failed(Guid? connectionId, MarketplaceKey marketplace, PlatformException failure)
    {
        // A pause because of earlier errors is none of its own.
        if (connectionId is not { } store || failure is ThrottledException || failure.InnerException?.GetType().Name == "BrokenCircuitException")
        {
            return;
        }

        var kind = failure switch
        {
            NeedsReauthorizationException => ErrorKind.NeedsReauthorization,
            TransientException => ErrorKind.Transient,
            _ => ErrorKind.Refused,
        };
        failing[(store, failure.Operation ?? "")] = 0;
        Add(new ErrorNote(null, store, marketplace.Value, kind, failure.Operation ?? "", failure.RawCode, failure.Message, failure.RequestId, time.GetUtcNow(), false));
    }

    /// <inheritdoc />
    public void Succeeded(Guid? connectionId, MarketplaceKey marketplace, string operation)
    {
        if (connectionId is { } store && failing.TryRemove((store, operation), out _))
        {
            Add(new ErrorNote(null, store, marketplace.Value, ErrorKind.Transient, operation, null, "", null, time.GetUtcNow(), true));
        }
    }

    /// <summary>Notes a fault of this application.</summary>
    /// <param name="sellerId">Whose work it was.</param>
    /// <param name="connectionId">The store; null where it is about none.</param>
    /// <param name="what">What was done ("order.refresh").</param>
    /// <param name="exception">The fault; of it only the type is kept, since a message may hold anything.</param>
    /// <param name="requestId">By which it is found in the application's log.</param>
    public void Unexpected(Guid sellerId, Guid? connectionId, string what, Exception exception, string? requestId) => Add(new ErrorNote(
        sellerId, connectionId, "", ErrorKind.Unexpected, what, exception.GetType().Name,
        $"Something went wrong in this application ({exception.GetType().Name}); its log has the details.", requestId, time.GetUtcNow(), false));

    /// <summary>Says that a cause is open, so that the next success of the same resolves it; known again after a restart.</summary>
    internal void MarkFailing(Guid connectionId, string operation) => failing[(connectionId, operation)] = 0;

    /// <summary>How many were dropped since the last call.</summary>
    internal int TakeDropped() => Interlocked.Exchange(ref dropped, 0);

    private void Add(ErrorNote note)
    {
        if (!notes.Writer.TryWrite(note))
        {
            Interlocked.Increment(ref dropped);
        }
    }
}

/// <summary>An error on its way to the database.</summary>
/// <param name="SellerId">Whose; null where the store tells it.</param>
/// <param name="ConnectionId">The store.</param>
/// <param name="Marketplace">Marketplace key.</param>
/// <param name="Kind">What kind.</param>
/// <param name="Operation">What was done.</param>
/// <param name="Code">The marketplace's own code.</param>
/// <param name="Message">What happened.</param>
/// <param name="RequestId">For support.</param>
/// <param name="At">When, UTC.</param>
/// <param name="IsOver">The same has just succeeded.</param>
internal sealed record ErrorNote(
    Guid? SellerId, Guid? ConnectionId, string Marketplace, ErrorKind Kind, string Operation, string? Code, string Message, string? RequestId, DateTimeOffset At, bool IsOver)
{
    /// <summary>Tells its cause from others.</summary>
    public string Key
    {
        get
        {
            var key = $"{ConnectionId:N}|{Operation}|{Kind}|{Code}";
            return key.Length > 300 ? key[..300] : key;
        }
    }
}
