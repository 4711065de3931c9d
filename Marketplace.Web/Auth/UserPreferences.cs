using System.Security.Claims;
using Marketplace.Core.Accounts;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Auth;

/// <summary>How a user wants pages to be.</summary>
public sealed class UserPreferences(MarketplaceDb database)
{
    /// <summary>Time zone and theme; null where the user has not chosen, or nobody is signed in.</summary>
    public async Task<(string? TimeZone, string? Theme)> OfAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.FindGuid(ClaimTypes.NameIdentifier) is not { } id || user.Identity is not { IsAuthenticated: true })
        {
            return default;
        }

        await using var db = database.OpenForMachine();
        return await db.Users.Where(u => u.Id == id).Select(u => new ValueTuple<string?, string?>(u.TimeZone, u.Theme)).SingleOrDefaultAsync(cancellationToken);
    }
}
