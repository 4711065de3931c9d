using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Connections;

/// <summary>Consents under way. A state is 256 random bits, is stored as its hash alone, and can be claimed once before it lapses.</summary>
public sealed class PendingConsents(MarketplaceDb database, IOptions<ConnectionsOptions> options, TimeProvider time)
{
    private static readonly TimeSpan KeptAfterEnd = TimeSpan.FromDays(1);

    /// <summary>Notes a consent that a seller sets out for.</summary>
    /// <returns>The state to send along.</returns>
    internal async Task<string> AddAsync(PendingConsent consent, CancellationToken cancellationToken)
    {
        var state = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        consent.StateHash = Hash(state);
        consent.ExpiresAt = time.GetUtcNow().AddMinutes(options.Value.ConsentMinutes);
        await using var db = database.Open(consent.SellerId);
        var forgotten = time.GetUtcNow() - KeptAfterEnd;
        await db.PendingConsents.Where(c => c.ExpiresAt < forgotten).ExecuteDeleteAsync(cancellationToken);
        db.PendingConsents.Add(consent);
        await db.SaveChangesAsync(cancellationToken);
        return state;
    }

    /// <summary>Claims the consent of a state, for good.</summary>
    /// <param name="state">As the redirect brought it.</param>
    /// <param name="platform">The marketplace whose callback was called.</param>
    /// <param name="signedIn">The seller of the browser's session; null without one.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ConsentFailedException">Unknown, lapsed, used, or another seller's.</exception>
    internal async Task<PendingConsent> ClaimAsync(string? state, MarketplaceDescriptor platform, Guid? signedIn, CancellationToken cancellationToken)
    {
        var hash = Hash(state ?? "");
        await using var db = database.OpenForMachine();
        var mine = db.PendingConsents.IgnoreQueryFilters().Where(c => c.StateHash == hash);
        var consent = await mine.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var now = time.GetUtcNow();
        var cause = consent switch
        {
            null => ConsentCauses.Unknown,
            _ when consent.Marketplace != platform.Key.Value => ConsentCauses.Unknown,
            _ when signedIn is { } seller && seller != consent.SellerId => ConsentCauses.OtherSeller,
            { UsedAt: not null } => ConsentCauses.Used,
            _ when consent.ExpiresAt <= now => ConsentCauses.Expired,
            _ when await mine.Where(c => c.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), cancellationToken) == 0 => ConsentCauses.Used,
            _ => null,
        };
        return cause is null ? consent! : throw new ConsentFailedException(ConsentCauses.InWords(cause, platform.Name)) { Cause = cause };
    }

    private static string Hash(string state) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)));
}
