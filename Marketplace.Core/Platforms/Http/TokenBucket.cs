namespace Marketplace.Core.Platforms.Http;

/// <summary>A token bucket in which people wait ahead of jobs. Thread-safe.</summary>
internal sealed class TokenBucket
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly double burst;
    private double tokens;
    private double rate;
    private DateTimeOffset refilledAt;
    private DateTimeOffset closedUntil = DateTimeOffset.MinValue;
    private int peopleWaiting;

    public TokenBucket(double ratePerSecond, double burst, TimeProvider time)
    {
        this.time = time;
        this.burst = burst;
        tokens = burst;
        rate = ratePerSecond;
        refilledAt = time.GetUtcNow();
    }

    /// <summary>Tokens that come in each second.</summary>
    public double RatePerSecond
    {
        get
        {
            lock (gate)
            {
                return rate;
            }
        }
    }

    /// <summary>How long a number of calls would take from now on, were nobody else to call.</summary>
    public TimeSpan TimeFor(int calls)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            Refill(now);
            var closed = now < closedUntil ? closedUntil - now : TimeSpan.Zero;
            return closed + TimeSpan.FromSeconds(Math.Max(0, calls - tokens) / rate);
        }
    }

    /// <summary>Takes a token, or says how long to wait before asking again.</summary>
    public bool TryTake(CallPriority priority, out TimeSpan wait)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            Refill(now);
            if (now < closedUntil)
            {
                wait = closedUntil - now;
                return false;
            }

            var needed = priority == CallPriority.Job ? 1 + peopleWaiting : 1;
            if (tokens >= needed)
            {
                tokens--;
                wait = TimeSpan.Zero;
                return true;
            }

            wait = TimeSpan.FromSeconds(Math.Max(0.001, (needed - tokens) / rate));
            return false;
        }
    }

    /// <summary>Counts a waiting person, for whom jobs leave a token.</summary>
    public void PersonWaits(int change) => Interlocked.Add(ref peopleWaiting, change);

    /// <summary>The marketplace has said that no call is welcome before this time.</summary>
    public void CloseUntil(DateTimeOffset until)
    {
        lock (gate)
        {
            Refill(time.GetUtcNow());
            closedUntil = until > closedUntil ? until : closedUntil;
            tokens = Math.Min(tokens, 1);
        }
    }

    /// <summary>The marketplace has told its real rate.</summary>
    public void SetRate(double perSecond)
    {
        lock (gate)
        {
            Refill(time.GetUtcNow());
            rate = perSecond;
        }
    }

    private void Refill(DateTimeOffset now)
    {
        if (refilledAt < closedUntil && now > refilledAt)
        {
            // Time behind a closed door saves up one call, no burst.
            var end = now < closedUntil ? now : closedUntil;
            tokens = Math.Min(1, tokens + (end - refilledAt).TotalSeconds * rate);
            refilledAt = end;
        }

        tokens = Math.Min(burst, tokens + Math.Max(0, (now - refilledAt).TotalSeconds) * rate);
        refilledAt = now;
    }
}
