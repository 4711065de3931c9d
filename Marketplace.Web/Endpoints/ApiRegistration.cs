using System.Text.Json.Serialization;
using Marketplace.Core.Webhooks;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Endpoints;

/// <summary>Registers and maps the REST API.</summary>
public static class ApiRegistration
{
    /// <summary>Adds problem details, limits, and the OpenAPI document.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiProblems>();
        services.AddValidation();
        services.AddApiLimits();
        services.AddOpenApi(options => options.AddDocumentTransformer<BearerInOpenApi>());
        services.AddSingleton<CallbackAddress>();
        services.AddSingleton<ConnectCompletion>();
        services.AddSingleton(provider => new WebhookAddress(provider.GetRequiredService<IOptions<ApiOptions>>().Value.PublicUrl));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter()));
        return services;
    }

    /// <summary>Gives every failure of the API problem details; pages go to their own error page.</summary>
    public static void UseApiProblems(this WebApplication app)
    {
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/api"), api => api.UseStatusCodePages());
    }

    /// <summary>Maps <c>/api/v1</c> and <c>/openapi/v1.json</c>; a route is behind authorisation unless it says otherwise.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi().AllowAnonymous();
        routes.MapAuth();
        var platforms = routes.MapGroup("/api/v1/platforms").RequireAuthorization().WithTags("Platforms")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status429TooManyRequests);
        platforms.MapConnect();
        platforms.MapSync();
        platforms.MapJobs();
        platforms.MapOrders();
        platforms.MapOrderViews();
        platforms.MapCustomers();
        platforms.MapShip();
        platforms.MapTrackingFiles();
        platforms.MapCarriers();
        platforms.MapOrderMarks();
        platforms.MapRules();
        platforms.MapAutoFulfill();
        platforms.MapWriteBacks();
        platforms.MapListings();
        platforms.MapListingMoves();
        platforms.MapLinks();
        platforms.MapAllocation();
        platforms.MapAlerts();
        platforms.MapAnalytics();
        platforms.MapInventory();
        platforms.MapStock();
        platforms.MapLocations();
        platforms.MapIncoming();
        platforms.MapBundles();
        platforms.MapBulkStock();
        platforms.MapBrakes();
        platforms.MapAftercare();
        platforms.MapLabels();
        platforms.MapPackingPapers();
        platforms.MapPacking();
        platforms.MapLabelProviders();
        platforms.MapParcels();
        platforms.MapPrivacy();
        platforms.MapAudit();
    }
}
