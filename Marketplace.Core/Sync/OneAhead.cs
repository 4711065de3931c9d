using System.Runtime.CompilerServices;

namespace Marketplace.Core.Sync;

/// <summary>Reads a stream of pages one ahead, so that the marketplace works on the next page while this one is written.</summary>
internal static class OneAhead
{
    /// <summary>The same pages, each with the time at which it was asked for.</summary>
    public static async IAsyncEnumerable<(DateTimeOffset AskedAt, T Page)> ReadAheadAsync<T>(
        this IAsyncEnumerable<T> pages, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var source = pages.GetAsyncEnumerator(left.Token);
        var askedAt = time.GetUtcNow();
        var next = source.MoveNextAsync().AsTask();
        try
        {
            while (await next)
            {
                var page = (askedAt, source.Current);
                askedAt = time.GetUtcNow();
                next = source.MoveNextAsync().AsTask();
                yield return page;
            }
        }
        finally
        {
            // A stream must not be closed while it moves.
            await left.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
