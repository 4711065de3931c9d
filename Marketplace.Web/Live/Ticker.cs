namespace Marketplace.Web.Live;

/// <summary>One clock per circuit that tells all relative times on a page to look again, so that a grid of them needs one timer.</summary>
public sealed class Ticker(TimeProvider time) : IDisposable
{
    /// <summary>Time between two ticks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private ITimer? timer;
    private Action? ticked;

    /// <summary>Raised on a background thread; the timer runs only while somebody listens.</summary>
    public event Action Ticked
    {
        add
        {
            lock (gate)
            {
                ticked += value;
                timer ??= time.CreateTimer(_ => ticked?.Invoke(), null, Interval, Interval);
            }
        }

        remove
        {
            lock (gate)
            {
                ticked -= value;
                if (ticked is null)
                {
                    timer?.Dispose();
                    timer = null;
                }
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => timer?.Dispose();
}
