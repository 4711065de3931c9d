using System.Collections.Concurrent;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Ebay.Auth;

namespace Marketplace.Core.Platforms.Ebay.Notifications;

/// <summary>The keys that eBay signs notifications with, each kept for an hour; asking for one per notification would use the day's quota up.</summary>
internal sealed class EbayPublicKeys(EbayApi api, EbayApplication application, TimeProvider time) : IDisposable
{
    private const int MostKept = 1_000;
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<Guid, (EbayPublicKey? Key, DateTimeOffset EndsAt)> kept = new();
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>The key with this id; null when eBay does not know it, which is kept as well, so that forged ids cost nothing.</summary>
    /// <exception cref="TransientException">eBay cannot be asked now.</exception>
    public async Task<EbayPublicKey?> FindAsync(Guid kid, CancellationToken cancellationToken)
    {
        if (IsKept(kid, out var known))
        {
            return known;
        }

        // Notifications come in bursts: the first one asks, the others wait for its answer.
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (IsKept(kid, out var asked))
            {
                return asked;
            }

            if (kept.Count >= MostKept)
            {
                kept.Clear();
            }

            var key = await AskAsync(kid, cancellationToken);
            kept[kid] = (key, time.GetUtcNow() + Life);
            return key;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => gate.Dispose();

    private bool IsKept(Guid kid, out EbayPublicKey? key)
    {
        var isKept = kept.TryGetValue(kid, out var known) && known.EndsAt > time.GetUtcNow();
        key = isKept ? known.Key : null;
        return isKept;
    }

    private async Task<EbayPublicKey?> AskAsync(Guid kid, CancellationToken cancellationToken)
    {
        try
        {
            return await api.ReadAsync<EbayPublicKey>(
                new EbayCall(EbayOperations.GetPublicKey, application.Connection, $"/commerce/notification/v1/public_key/{kid:D}"), cancellationToken);
        }
        catch (RejectedException)
        {
            return null;
        }
        catch (Exception exception) when (exception is ThrottledException or NeedsReauthorizationException)
        {
            throw new TransientException("The key of a notification could not be fetched from eBay now.", exception) { Operation = EbayOperations.GetPublicKey.Name };
        }
    }
}
