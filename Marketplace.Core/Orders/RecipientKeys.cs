using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Orders;

/// <summary>
/// Recognises orders to the same recipient without storing who that is: a keyed hash of name and address. The key is each seller's
/// own and lies encrypted, so that nobody who copies the database can try addresses out.
/// </summary>
public sealed class RecipientKeys(PersonalDataProtector protector)
{
    private readonly ConcurrentDictionary<Guid, byte[]> secrets = new();

    /// <summary>The seller's secret, made in the caller's transaction at its first use.</summary>
    public async Task<byte[]> SecretAsync(MarketplaceDbContext db, CancellationToken cancellationToken)
    {
        if (secrets.TryGetValue(db.SellerId, out var known))
        {
            return known;
        }

        if (await db.Set<RecipientSecret>().AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } stored)
        {
            return secrets.GetOrAdd(db.SellerId, protector.Unprotect(stored.Secret));
        }

        // Kept only once it is read back: this transaction may still be rolled back.
        var secret = RandomNumberGenerator.GetBytes(32);
        db.Add(new RecipientSecret { SellerId = db.SellerId, Secret = protector.Protect(secret) });
        return secret;
    }

    /// <summary>What orders to the same recipient have in common; null where the address is not known well enough to tell.</summary>
    public static string? Of(RemoteBuyer? buyer, byte[] secret)
    {
        if (buyer is not { Name.Length: > 0, PostalCode.Length: > 0, AddressLines.Count: > 0 })
        {
            return null;
        }

        // What is starred out in part looks alike for many people.
        if (buyer.Name.Contains('*', StringComparison.Ordinal) || buyer.AddressLines.Any(line => line.Contains('*', StringComparison.Ordinal)))
        {
            return null;
        }

        // What must be on the label belongs to the address: an international hub serves many buyers.
        string?[] parts = [buyer.Name, buyer.Company, .. buyer.AddressLines, buyer.City, buyer.State, buyer.PostalCode, buyer.Country, buyer.ShipToReference];
        return Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(string.Join('|', parts.Select(Folded)))));
    }

    /// <summary>What orders of the same user of a marketplace have in common; null where the user is not known. Case does not matter.</summary>
    public static string? OfUser(string? userId, byte[] secret) =>
        string.IsNullOrWhiteSpace(userId) ? null : Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes("user|" + userId.Trim().ToUpperInvariant())));

    private static string Folded(string? part) => string.Concat((part ?? "").Where(char.IsLetterOrDigit)).ToUpperInvariant();
}

/// <summary>The secret by which a seller's recipients are recognised, encrypted.</summary>
public sealed class RecipientSecret : ISellerOwned
{
    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Encrypted bytes.</summary>
    public byte[] Secret { get; set; } = [];
}

internal sealed class RecipientSecretConfiguration : IEntityTypeConfiguration<RecipientSecret>
{
    public void Configure(EntityTypeBuilder<RecipientSecret> builder) => builder.HasKey(s => s.SellerId);
}
