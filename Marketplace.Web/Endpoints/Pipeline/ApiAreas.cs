using Marketplace.Core.ApiAccess;
using Marketplace.Web.Auth;

namespace Marketplace.Web.Endpoints.Pipeline;

/// <summary>Areas of the API by the first word of a route: its chapter in the reference, and the scope that its writes need.</summary>
internal static class ApiAreas
{
    private static readonly Dictionary<string, (string Chapter, ApiScopes Scope)> Areas = new(StringComparer.Ordinal)
    {
        ["orders"] = ("Orders", ApiScopes.Orders),
        ["customers"] = ("Orders", ApiScopes.Orders),
        ["packing"] = ("Shipping", ApiScopes.Orders),
        ["fulfillment"] = ("Shipping", ApiScopes.Orders),
        ["shipments"] = ("Shipping", ApiScopes.Orders),
        ["labels"] = ("Shipping", ApiScopes.Orders),
        ["parcels"] = ("Shipping", ApiScopes.Orders),
        ["packing-slips"] = ("Shipping", ApiScopes.Orders),
        ["pick-lists"] = ("Shipping", ApiScopes.Orders),
        ["label-providers"] = ("Shipping", ApiScopes.Admin),
        ["audit"] = ("Privacy", ApiScopes.Admin),
        ["privacy"] = ("Privacy", ApiScopes.Admin),
        ["team"] = ("Team", ApiScopes.Admin),
        ["products"] = ("Catalogue", ApiScopes.Stock),
        ["items"] = ("Catalogue", ApiScopes.Stock),
        ["listings"] = ("Catalogue", ApiScopes.Stock),
        ["links"] = ("Catalogue", ApiScopes.Stock),
        ["allocation"] = ("Stock", ApiScopes.Stock),
        ["inventory"] = ("Stock", ApiScopes.Stock),
        ["sync"] = ("Jobs", ApiScopes.Sync),
        ["manual-sync"] = ("Jobs", ApiScopes.Sync),
        ["jobs"] = ("Jobs", ApiScopes.Sync),
        ["webhook-deliveries"] = ("Alerts", ApiScopes.Admin),
        ["errors"] = ("Alerts", ApiScopes.Admin),
        ["alerts"] = ("Alerts", ApiScopes.Admin),
    };

    /// <summary>Gives each route of a group the chapter and the scope of its area; an area that is not named here is for <see cref="ApiScopes.Admin"/>.</summary>
    public static void InAreas(this RouteGroupBuilder group) => ((IEndpointConventionBuilder)group).Add(endpoint =>
    {
        var words = ((RouteEndpointBuilder)endpoint).RoutePattern.RawText!.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(3);
        var (chapter, scope) = Areas.GetValueOrDefault(words.FirstOrDefault() ?? "", ("Stores", ApiScopes.Admin));
        endpoint.Metadata.Add(new TagsAttribute(chapter));
        endpoint.Metadata.Add(new ScopeNeeded(scope));
    });
}
