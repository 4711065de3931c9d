using Marketplace.Core.Accounts;
using Marketplace.Core.Connections;
using Marketplace.Core.Platforms;
using Marketplace.Web.Auth;
using Marketplace.Web.Endpoints;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Features.Dashboard;

/// <summary>The Connect button's address: sends the browser on to the marketplace's consent page.</summary>
public static class ConnectRedirect
{
    /// <summary>Address that starts connecting a store.</summary>
    /// <param name="marketplace">Marketplace key.</param>
    /// <param name="region">Region key; null for the first.</param>
    /// <param name="reauthorize">Store to be authorised again; null to connect any.</param>
    public static string For(string marketplace, string? region = null, Guid? reauthorize = null) =>
        $"stores/connect/{Uri.EscapeDataString(marketplace)}"
        + (reauthorize is { } id ? $"?reauthorize={id}" : region is null ? "" : $"?region={Uri.EscapeDataString(region)}");

    /// <summary>Maps <c>GET /stores/connect/{marketplace}</c>.</summary>
    public static void MapConnectRedirect(this IEndpointRouteBuilder app) =>
        app.MapGet("/stores/connect/{marketplace}", StartAsync).Needs(Right.EditStores).ExcludeFromDescription();

    private static async Task<RedirectHttpResult> StartAsync(
        string marketplace, string? region, Guid? reauthorize, HttpContext http, ConnectStore connect, CallbackAddress callback, CancellationToken cancellationToken)
    {
        try
        {
            var page = await connect.StartAsync(
                http.User.SellerId(), marketplace, region, callback.For(marketplace, http.Request), reauthorize, cancellationToken);
            return TypedResults.Redirect(page.AbsoluteUri);
        }
        catch (Exception exception) when (exception is PlatformException or UnknownMarketplaceException or UnknownConnectionException)
        {
            return TypedResults.LocalRedirect($"/?problem=not-started&marketplace={Uri.EscapeDataString(marketplace)}");
        }
    }
}
