using Marketplace.Core.Accounts;
using Marketplace.Core.Connections;
using Marketplace.Core.Platforms;
using Marketplace.Web.Auth;
using Marketplace.Web.Endpoints.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Marketplace.Web.Endpoints;

/// <summary>Connecting stores, and which there are.</summary>
public static class ConnectEndpoints
{
    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapConnect(this RouteGroupBuilder group)
    {
        group.MapGet("/connect/{platform}", StartAsync).Needs(Right.EditStores)
            .WithSummary("Starts connecting a store, or by the id of one connecting it again; send the seller's browser to the authorizationUrl within fifteen minutes.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapGet("/callback/{platform}", CompleteAsync).AllowAnonymous()
            .WithSummary("Where the marketplace sends the browser back to; the one-time state in the query says for whom.");
        group.MapGet("/connections", ListAsync).Needs(Right.ViewStores).WithSummary("All stores that were ever connected, with their state.");
    }

    private static async Task<Ok<ConnectAnswer>> StartAsync(
        string platform, string? region, Guid? reauthorize, Guid? connectionId, HttpContext http, ConnectStore connect, StoreAddress stores, CallbackAddress callback,
        CancellationToken cancellationToken)
    {
        var again = reauthorize ?? connectionId;
        if (Guid.TryParse(platform, out _))
        {
            var store = await stores.FindAsync(http.User.SellerId(), platform, again, cancellationToken);
            (platform, again) = (store.Marketplace, store.Id);
        }

        return TypedResults.Ok(new ConnectAnswer(await connect.StartAsync(
            http.User.SellerId(), platform, region, callback.For(platform, http.Request), again, cancellationToken)));
    }

    private static async Task<Results<Ok<CallbackAnswer>, RedirectHttpResult>> CompleteAsync(
        string platform, HttpContext http, ConnectCompletion completion, CancellationToken cancellationToken)
    {
        // The address holds a code: no page that comes next shall hear of it, and no cache keep it.
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.CacheControl = "no-store";
        var wantsJson = http.Request.GetTypedHeaders().Accept.Any(accept => accept.MediaType == "application/json");
        try
        {
            var result = await completion.CompleteAsync(platform, QueryOf(http), await SignedInAsync(http), cancellationToken);
            return wantsJson
                ? TypedResults.Ok(new CallbackAnswer(result.Marketplace, [.. result.Stores.Select(store => store.Id)]))
                : TypedResults.LocalRedirect($"/?connected={result.Marketplace}");
        }
        catch (ConsentFailedException exception) when (!wantsJson)
        {
            return TypedResults.LocalRedirect($"/?problem={exception.Cause}&marketplace={Uri.EscapeDataString(platform.ToLowerInvariant())}");
        }
    }

    private static async Task<Ok<IReadOnlyList<ConnectionAnswer>>> ListAsync(
        HttpContext http, ConnectionQueries queries, PlatformCatalog catalog, CancellationToken cancellationToken)
    {
        var stores = await queries.ListAsync(http.User.SellerId(), cancellationToken);
        return TypedResults.Ok<IReadOnlyList<ConnectionAnswer>>([.. stores.Select(store => ConnectionAnswer.Of(store, catalog))]);
    }

    private static Dictionary<string, string> QueryOf(HttpContext http) => http.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());

    // The API's own scheme is the bearer token; the browser that comes back from a consent page carries the pages' cookie.
    private static async Task<Guid?> SignedInAsync(HttpContext http) =>
        (await http.AuthenticateAsync(IdentityConstants.ApplicationScheme)) is { Succeeded: true, Principal: { } user } ? user.FindGuid(SellerClaims.Seller) : null;

    /// <summary>Where to send the browser.</summary>
    public sealed record ConnectAnswer(Uri AuthorizationUrl);

    /// <summary>What was connected.</summary>
    public sealed record CallbackAnswer(string Platform, IReadOnlyList<Guid> Connections);

    /// <summary>A store. Times are UTC.</summary>
    public sealed record ConnectionAnswer(
        Guid Id, string Platform, string PlatformName, string StoreName, string ExternalAccountId, string Region, string State,
        DateTimeOffset ConnectedAt, DateTimeOffset? LastHealthyAt, DateTimeOffset? AuthorizationExpiresAt, string? Problem,
        StoreNotifications Notifications)
    {
        internal static ConnectionAnswer Of(StoreView store, PlatformCatalog catalog) => new(
            store.Id, store.Marketplace, catalog.TryGet(store.Marketplace, out var platform) ? platform.Descriptor.Name : store.Marketplace,
            store.StoreName, store.ExternalAccountId, store.Region, store.State.ToString(), store.ConnectedAt, store.LastHealthyAt,
            store.AuthorizationExpiresAt, store.Problem, store.Notifications);
    }
}
