using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Postage;
using Marketplace.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Labels.Providers;

/// <summary>An account as its owner sees it; the key is never shown again.</summary>
/// <param name="Provider">Key of the provider.</param>
/// <param name="KeyEnd">Last four characters of the API key.</param>
/// <param name="IsTest">Labels bought with it are specimens.</param>
/// <param name="Sender">From where parcels are sent.</param>
/// <param name="CheckedAt">When the key was last accepted, UTC.</param>
public sealed record LabelProviderView(string Provider, string KeyEnd, bool IsTest, PostalAddress Sender, DateTimeOffset CheckedAt);

/// <summary>What became of a wish about an account.</summary>
/// <param name="IsDone">Whether it was carried out.</param>
/// <param name="Message">What happened, why, what to do.</param>
public sealed record LabelProviderVerdict(bool IsDone, string Message);

/// <summary>Keeps sellers' accounts at independent sellers of labels. A key is stored only once the provider has accepted it.</summary>
public sealed class LabelProviderAccounts(MarketplaceDb database, IEnumerable<IShippingLabels> providers, TokenProtector tokens, PersonalDataProtector personal, TimeProvider time)
{
    /// <summary>Every provider that this installation knows.</summary>
    public IReadOnlyList<IShippingLabels> Providers { get; } = [.. providers];

    /// <summary>The seller's account at a provider; null when there is none.</summary>
    public async Task<LabelProviderView?> FindAsync(Guid sellerId, string provider, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Set<LabelProviderAccount>().AsNoTracking().SingleOrDefaultAsync(a => a.Provider == provider, cancellationToken) is { } account
            ? new LabelProviderView(account.Provider, account.KeyEnd, account.IsTest, SenderOf(account), account.CheckedAt)
            : null;
    }

    /// <summary>Whether the seller can buy labels from any provider.</summary>
    public async Task<bool> HasAnyAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Set<LabelProviderAccount>().AnyAsync(cancellationToken);
    }

    /// <summary>Asks the provider whether it accepts a key, and stores it with the sender's address if so.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="provider">Key of the provider.</param>
    /// <param name="apiKey">The API key; null or empty keeps the one that is stored.</param>
    /// <param name="sender">From where parcels are sent.</param>
    /// <param name="cancellationToken">Stores nothing.</param>
    public async Task<LabelProviderVerdict> SaveAsync(Guid sellerId, string provider, string? apiKey, PostalAddress sender, CancellationToken cancellationToken)
    {
        if (Providers.FirstOrDefault(p => p.Key == provider) is not { } seller)
        {
            return new LabelProviderVerdict(false, "There is no such provider here.");
        }

        await using var db = database.Open(sellerId);
        var account = await db.Set<LabelProviderAccount>().SingleOrDefaultAsync(a => a.Provider == provider, cancellationToken);
        var key = string.IsNullOrWhiteSpace(apiKey) ? account is null ? "" : KeyOf(account) : apiKey.Trim();
        if ((seller.KeyProblem(key) ?? (sender.Problem is { } missing ? $"The sender's address cannot be used: {missing}." : null)) is { } problem)
        {
            return new LabelProviderVerdict(false, problem);
        }

        try
        {
            await seller.CheckKeyAsync(key, cancellationToken);
        }
        catch (PlatformException refusal)
        {
            return new LabelProviderVerdict(false, refusal is NeedsReauthorizationException ? $"{seller.Name} does not accept this API key. Copy it anew; nothing was changed." : $"{refusal.Message} Nothing was changed.");
        }

        if (account is null)
        {
            account = new LabelProviderAccount { SellerId = sellerId, Provider = provider };
            db.Add(account);
        }

        account.ProtectedKey = tokens.Protect(key, sellerId, account.Id);
        (account.KeyEnd, account.IsTest, account.CheckedAt) = (key[^4..], seller.IsTestKey(key), time.GetUtcNow());
        account.ProtectedSender = personal.Protect(sender);
        await db.SaveChangesAsync(cancellationToken);
        return new LabelProviderVerdict(true, account.IsTest
            ? $"{seller.Name} accepts the key. It is a test key: labels are specimens, and no marketplace is told of them."
            : $"{seller.Name} accepts the key. Its rates are compared whenever labels are bought.");
    }

    /// <summary>Forgets an account; labels that were bought stay.</summary>
    public async Task RemoveAsync(Guid sellerId, string provider, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await db.Set<LabelProviderAccount>().Where(a => a.Provider == provider).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Every account of a seller with what it takes to buy.</summary>
    internal async Task<IReadOnlyList<OpenAccount>> OpenAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var accounts = await db.Set<LabelProviderAccount>().AsNoTracking().ToListAsync(cancellationToken);
        return [.. from account in accounts join provider in Providers on account.Provider equals provider.Key select new OpenAccount(provider, KeyOf(account), account.IsTest, SenderOf(account))];
    }

    private string KeyOf(LabelProviderAccount account) => tokens.Unprotect(account.ProtectedKey, account.SellerId, account.Id);

    private PostalAddress SenderOf(LabelProviderAccount account) => personal.Unprotect<PostalAddress>(account.ProtectedSender) ?? new PostalAddress();
}

/// <summary>An account with its key in the clear; never leaves this room.</summary>
internal sealed record OpenAccount(IShippingLabels Provider, string ApiKey, bool IsTest, PostalAddress Sender)
{
    /// <inheritdoc />
    public override string ToString() => $"OpenAccount({Provider.Key})";
}
