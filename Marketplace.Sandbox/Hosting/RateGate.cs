using System.Collections.Concurrent;

namespace Marketplace.Sandbox.Hosting;

/// <summary>Enforces published limits: one token bucket per (account, operation).</summary>
public sealed class RateGate(SandboxOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Account, string Operation), Bucket> buckets = new();

    /// <summary>Whether one more call is within the limit.</summary>
    public bool Allow(string account, SandboxOperation operation)
    {
        if (!options.EnforceLimits || operation.RatePerSecond is not { } rate)
        {
            return true;
        }

        var burst = Math.Max(1, operation.Burst * options.RateFactor);
        return buckets.GetOrAdd((account, operation.Name), _ => new Bucket(burst, time.GetUtcNow())).Take(rate * options.RateFactor, burst, time.GetUtcNow());
    }

    private sealed class Bucket(double tokens, DateTimeOffset at)
    {
        private readonly Lock gate = new();
        private double left = tokens;
        private DateTimeOffset refilled = at;

        public bool Take(double rate, double burst, DateTimeOffset now)
        {
            lock (gate)
            {
                left = Math.Min(burst, left + (now - refilled).TotalSeconds * rate);
                refilled = now;
                if (left < 1)
                {
                    return false;
                }

                left--;
                return true;
            }
        }
    }
}
