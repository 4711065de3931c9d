using System.Security.Claims;
using Marketplace.Core.Accounts;
using Marketplace.Core.Audit;

namespace Marketplace.Web.Auth;

/// <summary>Notes in the log who was refused what: once for each person, right and hour, so that a program that tries on does not fill it.</summary>
public sealed class AccessRefusals(AuditLog log, TimeProvider time)
{
    private const string Area = "refusal";

    /// <summary>Notes that somebody asked for what is not theirs; strangers and people of no seller have no log to stand in.</summary>
    /// <param name="user">Who.</param>
    /// <param name="right">What it needs; null where a scope of a key was missing.</param>
    /// <param name="address">Network address; null where it is not known.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task AddAsync(ClaimsPrincipal user, Right? right, string? address, CancellationToken cancellationToken)
    {
        if (user.FindGuid(SellerClaims.Seller) is not { } seller)
        {
            return;
        }

        var now = time.GetUtcNow();
        var acting = new Acting(user.Identity?.Name ?? "unknown", address, now);
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        await log.NoteOnceAsync(seller, acting, Area, Words(user, right), null, hour, cancellationToken);
    }

    private static string Words(ClaimsPrincipal user, Right? right) =>
        right is not { } known ? "Refused: an API key without the scope for it"
        : user.LacksSecondFactor() ? $"Refused: {known}, without a second factor"
        : user.FindFirst(ApiKeyAuthentication.KeyClaim) is not null ? $"Refused: {known}, by an API key of a {user.RoleAtSeller()}"
        : $"Refused: {known}, as a {user.RoleAtSeller()}";
}
