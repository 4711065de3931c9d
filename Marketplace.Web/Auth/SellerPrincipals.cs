using System.Security.Claims;
using Marketplace.Core.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Auth;

/// <summary>Makes what a cookie or token carries: the user, and the seller at whose desk they sat last.</summary>
public sealed class SellerPrincipals(UserManager<User> users, IOptions<IdentityOptions> options, Standings standings) : UserClaimsPrincipalFactory<User>(users, options)
{
    /// <inheritdoc />
    public override async Task<ClaimsPrincipal> CreateAsync(User user)
    {
        var principal = await base.CreateAsync(user);
        standings.Forget(user.Id);
        if (await standings.OfAsync(user.Id, CancellationToken.None) is not { Roles.Count: > 0 } standing)
        {
            return principal;
        }

        var seller = standing.At(user.LastSellerId) is null ? standing.Roles[0].Key : user.LastSellerId!.Value;
        return principal.SeatedAt(seller, standing.At(seller));
    }
}
