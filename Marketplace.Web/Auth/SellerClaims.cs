using System.Security.Claims;
using Marketplace.Core.Accounts;

namespace Marketplace.Web.Auth;

/// <summary>
/// Reads who is signed in from claims, and where. The role is no more than what <see cref="StandingClaims"/> found for this request or
/// page; a role that a cookie or token brings along is thrown away there.
/// </summary>
public static class SellerClaims
{
    /// <summary>Type of the claim with the seller's id.</summary>
    public const string Seller = "marketplace:seller";

    /// <summary>Type of the claim with the user's role there.</summary>
    public const string Role = "marketplace:role";

    /// <summary>Type of the claim with the sign-in's id.</summary>
    public const string Session = "marketplace:session";

    private const string Closed = "marketplace:closed";

    /// <summary>Id of the seller at whose desk the user sits.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in, or they belong to no seller.</exception>
    public static Guid SellerId(this ClaimsPrincipal user) => user.FindGuid(Seller) ?? throw new InvalidOperationException("Nobody is signed in at a seller.");

    /// <summary>Id of the user.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public static Guid UserId(this ClaimsPrincipal user) => user.FindGuid(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>The user's role; null where they belong to no seller.</summary>
    public static Role? RoleAtSeller(this ClaimsPrincipal user) => Enum.TryParse<Role>(user.FindFirstValue(Role), out var role) ? role : null;

    /// <summary>Whether the seller is closed to the user until they have a second factor.</summary>
    public static bool LacksSecondFactor(this ClaimsPrincipal user) => user.HasClaim(claim => claim.Type == Closed);

    /// <summary>Whether the user may do it.</summary>
    public static bool May(this ClaimsPrincipal user, Right right) => user.Identity is { IsAuthenticated: true } && RoleTable.May(user.RoleAtSeller(), right);

    /// <summary>The user at a seller's desk, or at none.</summary>
    public static ClaimsPrincipal SeatedAt(this ClaimsPrincipal user, Guid? sellerId, Role? role) =>
        sellerId is { } id && role is { } known ? user.With(new Claim(Seller, id.ToString()), new Claim(Role, known.ToString())) : user.With();

    /// <summary>The user at the desk of a seller that is closed to them until they have a second factor: they are nothing there meanwhile.</summary>
    public static ClaimsPrincipal ClosedOutOf(this ClaimsPrincipal user, Guid sellerId) => user.With(new Claim(Seller, sellerId.ToString()), new Claim(Closed, "second-factor"));

    private static ClaimsPrincipal With(this ClaimsPrincipal user, params Claim[] claims) =>
        new(new ClaimsIdentity(
            user.Claims.Where(claim => claim.Type is not (Seller or Role or Closed)).Concat(claims), user.Identity?.AuthenticationType, ClaimTypes.Name, ClaimTypes.Role));

    /// <summary>A claim that is an id; null where there is none.</summary>
    public static Guid? FindGuid(this ClaimsPrincipal user, string type) => Guid.TryParse(user.FindFirstValue(type), out var id) ? id : null;
}
