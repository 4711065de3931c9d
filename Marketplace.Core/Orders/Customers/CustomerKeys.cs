using System.Security.Cryptography;
using System.Text;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Orders.Customers;

/// <summary>Keyed hashes by which orders of one customer find each other; made with the seller's own secret (see <see cref="RecipientKeys"/>).</summary>
internal static class CustomerKeys
{
    /// <summary>What orders with the same e-mail address have in common; null where none is known, or where it may be an international hub's.</summary>
    public static string? OfEmail(RemoteBuyer buyer, byte[] secret) => buyer.ShipToReference is null ? OfEmail(buyer.Email, secret) : null;

    /// <summary>What orders with an e-mail address have in common; null where it is none. Case does not matter.</summary>
    public static string? OfEmail(string? email, byte[] secret) =>
        email is not null && email.Contains('@', StringComparison.Ordinal) && !email.Contains('*', StringComparison.Ordinal)
            ? Hash($"mail|{email.Trim().ToUpperInvariant()}", secret) : null;

    /// <summary>
    /// The id of a customer who is new: the same for whoever sees the same buyer at the same moment, so that two stores that import
    /// side by side do not make two customers. Null where nothing is known of the buyer.
    /// </summary>
    public static Guid? NewId(Order order) =>
        (order.RecipientKey ?? order.EmailKey ?? (order.BuyerKey is { } user ? $"{order.Marketplace}|{user}" : null)) is { } key
            ? new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16))
            : null;

    private static string Hash(string text, byte[] secret) => Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)));
}
