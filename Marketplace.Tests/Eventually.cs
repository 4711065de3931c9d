using System.Diagnostics;

namespace Marketplace.Tests;

/// <summary>
/// Waits for what another thread brings about, by looking again and again until a deadline. What takes long to look at is looked at
/// less often, so that waiting does not take the processor from what is waited for.
/// </summary>
public static class Eventually
{
    private const int ShortestPause = 5;
    private const int LongestPause = 200;

    /// <summary>Returns as soon as the condition holds.</summary>
    /// <param name="isTrue">The condition.</param>
    /// <param name="meanwhile">Done between two looks; moves a test's clock.</param>
    /// <param name="seconds">When to give up.</param>
    /// <exception cref="TimeoutException">It never held.</exception>
    public static Task TrueAsync(Func<bool> isTrue, Action? meanwhile = null, double seconds = 20) =>
        TrueAsync(() => Task.FromResult(isTrue()), meanwhile, seconds);

    /// <summary>Returns as soon as the condition holds.</summary>
    /// <exception cref="TimeoutException">It never held.</exception>
    public static async Task TrueAsync(Func<Task<bool>> isTrue, Action? meanwhile = null, double seconds = 20)
    {
        var started = Stopwatch.GetTimestamp();
        for (var look = started; !await isTrue(); look = Stopwatch.GetTimestamp())
        {
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(seconds))
            {
                throw new TimeoutException($"What was waited for did not happen within {seconds} s.");
            }

            meanwhile?.Invoke();
            await Task.Delay((int)Math.Clamp(4 * Stopwatch.GetElapsedTime(look).TotalMilliseconds, ShortestPause, LongestPause));
        }
    }
}
