using Marketplace.Core.Accounts;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Architecture;

/// <summary>Every page and route says what it needs, and the table of roles is what decides.</summary>
public sealed class RightTests
{
    // What the framework serves by itself: files, and the circuit, whose pages each ask for themselves.
    private static readonly string[] Framework = ["/_blazor", "/_framework", "/_content", "/{**path:file}"];

    [Fact]
    public async Task Routes_OfTheApplication_SayWhatTheyNeedOrThatTheyAreOpen()
    {
        await using var app = TestApp.Start();
        Verdict.None(
            from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let pattern = "/" + endpoint.RoutePattern.RawText?.TrimStart('/')
            where !Framework.Any(prefix => pattern.StartsWith(prefix, StringComparison.Ordinal)) && !IsFile(endpoint) && !pattern.StartsWith("/sandbox", StringComparison.Ordinal)
            where endpoint.Metadata.GetMetadata<NeedsAttribute>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
            select $"{endpoint.DisplayName} {pattern} says neither .Needs(Right.…) nor AllowAnonymous (a page: @attribute [Needs(Right.…)])");
    }

    [Fact]
    public void Table_EachRightButOnesOwnAccount_BelongsToTheOwnerAndIsMissedBySomebody() =>
        Assert.All(Enum.GetValues<Right>().Where(right => right != Right.OwnAccount), right =>
        {
            Assert.True(RoleTable.May(Role.Owner, right));
            Assert.False(RoleTable.May(null, right));
        });

    private static bool IsFile(RouteEndpoint endpoint) => endpoint.Metadata.Any(item => item.GetType().Name == "StaticAssetDescriptor");
}
