namespace Marketplace.Core.Work;

/// <summary>The stores that this process holds, and who is at work on each. Safe for many threads.</summary>
internal sealed class HeldStores
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Hold> holds = [];

    /// <summary>Stores that may be worked on; those that are being let go of are not among them.</summary>
    public IReadOnlySet<Guid> Open { get; private set; } = new HashSet<Guid>();

    /// <summary>Takes a store in.</summary>
    public void Add(Guid connectionId)
    {
        lock (gate)
        {
            holds[connectionId] = new Hold();
            Renew();
        }
    }

    /// <summary>Begins to work on a store; null when it is not held, or is being let go of.</summary>
    public StoreStay? Enter(Guid connectionId)
    {
        lock (gate)
        {
            if (!holds.TryGetValue(connectionId, out var hold) || hold.Leaving)
            {
                return null;
            }

            hold.Stays++;
            return new StoreStay(() => Leave(hold), hold.End.Token);
        }
    }

    /// <summary>Lets go of some stores, the idle ones first: nobody begins anew there, and who is at work has a while to finish.</summary>
    /// <param name="count">How many; below one, none.</param>
    /// <param name="patience">Time until who is at work must stop.</param>
    public void LetGo(int count, TimeSpan patience)
    {
        if (count < 1)
        {
            return;
        }

        lock (gate)
        {
            foreach (var hold in holds.Values.Where(h => !h.Leaving).OrderBy(h => h.Stays).Take(count))
            {
                hold.Leaving = true;
                hold.End.CancelAfter(patience);
            }

            Renew();
        }
    }

    /// <summary>Takes out the stores that were let go of and that nobody is at work on any more.</summary>
    public IReadOnlyCollection<Guid> TakeLeft()
    {
        lock (gate)
        {
            Guid[] left = [.. holds.Where(h => h.Value is { Leaving: true, Stays: 0 }).Select(h => h.Key)];
            foreach (var id in left)
            {
                holds[id].End.Dispose();
                holds.Remove(id);
            }

            return left;
        }
    }

    /// <summary>All stores are lost at once: who is at work stops.</summary>
    public async Task LoseAllAsync()
    {
        List<Hold> lost;
        lock (gate)
        {
            lost = [.. holds.Values];
            holds.Clear();
            Renew();
        }

        foreach (var hold in lost)
        {
            await hold.End.CancelAsync();
        }
    }

    private void Leave(Hold hold)
    {
        lock (gate)
        {
            hold.Stays--;
        }
    }

    private void Renew() => Open = holds.Where(h => !h.Value.Leaving).Select(h => h.Key).ToHashSet();

    private sealed class Hold
    {
        public CancellationTokenSource End { get; } = new();

        public int Stays { get; set; }

        public bool Leaving { get; set; }
    }
}
