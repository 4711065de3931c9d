using Marketplace.Core.Fulfillment;

namespace Marketplace.Web.Features.Fulfillment;

/// <summary>
/// Stores what is typed as it is typed. One write is under way at a time; what is typed meanwhile goes with the next, so that quick
/// typing costs few writes and the last key stroke is never left out.
/// </summary>
/// <param name="save">Stores parcels.</param>
/// <param name="logger">Hears of failures: typing goes on without the safety net.</param>
public sealed class ShipDraftKeeper(Func<IReadOnlyCollection<TypedParcel>, Task> save, ILogger logger)
{
    private readonly Dictionary<Guid, TypedParcel> waiting = [];
    private readonly Lock gate = new();
    private Task writing = Task.CompletedTask;
    private bool isWriting;

    /// <summary>Keeps a parcel as it is now.</summary>
    public void Keep(TypedParcel typed)
    {
        lock (gate)
        {
            waiting[typed.OrderId] = typed;
            if (!isWriting)
            {
                isWriting = true;
                writing = Task.Run(WriteAsync);
            }
        }
    }

    /// <summary>Ends when everything that was typed is stored.</summary>
    public Task SettledAsync()
    {
        lock (gate)
        {
            return writing;
        }
    }

    private async Task WriteAsync()
    {
        while (Take() is { Count: > 0 } typed)
        {
            try
            {
                await save(typed);
            }
            catch (Exception failure)
            {
                logger.LogWarning(failure, "What was typed for {Count} parcels could not be kept", typed.Count);
            }
        }
    }

    // Decides under the lock whether anything is left, so that no key stroke falls between the last look and the end.
    private List<TypedParcel> Take()
    {
        lock (gate)
        {
            var typed = waiting.Values.ToList();
            waiting.Clear();
            isWriting = typed.Count > 0;
            return typed;
        }
    }
}
