using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Waits for feeds and reports, which Amazon works on by itself.</summary>
public sealed class AmazonPatience(IOptions<AmazonOptions> options, TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    /// <summary>Asks for the state until it is final, in growing pauses; the last state when patience ends first.</summary>
    public async Task<T> AwaitAsync<T>(Func<Task<T>> ask, Func<T, bool> isFinal, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + TimeSpan.FromMinutes(options.Value.PatienceMinutes);
        var pause = TimeSpan.FromSeconds(options.Value.PollSeconds);
        while (true)
        {
            await Task.Delay(pause, time, cancellationToken);
            var state = await ask();
            if (isFinal(state) || time.GetUtcNow() + pause > until)
            {
                return state;
            }

            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
