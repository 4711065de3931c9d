namespace Marketplace.Core.Work;

/// <summary>Wakes the workers of this process at once; polling is the backstop.</summary>
public sealed class WorkSignal : IDisposable
{
    private readonly SemaphoreSlim bell = new(0, 1);

    /// <summary>There is new work. Call after the commit.</summary>
    public void Wake()
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

    /// <summary>Waits for a ring, or for the time to be up.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => bell.WaitAsync(longest, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => bell.Dispose();
}
