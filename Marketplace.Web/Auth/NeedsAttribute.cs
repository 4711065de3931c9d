using Marketplace.Core.Accounts;
using Microsoft.AspNetCore.Authorization;

namespace Marketplace.Web.Auth;

/// <summary>What a page or route needs. Each has exactly one; <see cref="RoleTable"/> says who has it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsAttribute(Right right) : AuthorizeAttribute(PolicyOf(right))
{
    /// <summary>The right.</summary>
    public Right Right { get; } = right;

    /// <summary>Name of the policy of a right.</summary>
    public static string PolicyOf(Right right) => $"right:{right}";
}

/// <summary>Says of a route what it needs.</summary>
public static class NeedsExtensions
{
    /// <summary>Closes a route to all who lack the right.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder route, Right right) where TBuilder : IEndpointConventionBuilder => route.RequireAuthorization(new NeedsAttribute(right));
}
