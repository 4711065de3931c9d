namespace Marketplace.Core.Work;

/// <summary>Wakes the workers at once, here and by a listener on the other instances; polling is the backstop.</summary>
public sealed class WorkSignal : IDisposable
{
    private readonly SemaphoreSlim bell = new(0, 1);

    private event Action? Woken;

    /// <summary>There is new work. Call after the commit.</summary>
    public void Wake()
    {
        WakeHere();
        Woken?.Invoke();
    }

    /// <summary>Waits for a ring, or for the time to be up; false when nothing rang.</summary>
    public Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => bell.WaitAsync(longest, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => bell.Dispose();

    /// <summary>Wakes the workers of this process alone.</summary>
    internal void WakeHere()
    {
        try
        {
            bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // It rings already.
        }
    }

    /// <summary>Hears of new work, to carry it on.</summary>
    internal IDisposable OnWoken(Action handler)
    {
        Woken += handler;
        return new Unhook(() => Woken -= handler);
    }

    private sealed class Unhook(Action onDispose) : IDisposable
    {
        public void Dispose() => onDispose();
    }
}
