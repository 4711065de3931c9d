using System.Text.Json.Serialization;
using Marketplace.Core.ApiAccess;
using Marketplace.Core.Webhooks;
using Marketplace.Web.Auth;
using Marketplace.Web.Endpoints.Pipeline;
using Marketplace.Web.Endpoints.Reference;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Endpoints;

/// <summary>Registers and maps the REST API.</summary>
public static class ApiRegistration
{
    /// <summary>Adds problem details, limits, and the OpenAPI document.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context => ProblemCompletion.Complete(context.HttpContext, context.ProblemDetails));
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, ApiRefusals>();
        services.AddExceptionHandler<ApiProblems>();
        services.AddValidation();
        services.AddApiLimits();
        services.AddApiReference();
        services.AddSingleton<CallbackAddress>();
        services.AddSingleton<StoreAddress>();
        services.AddSingleton<SettingsTag>();
        services.AddSingleton<ConnectCompletion>();
        services.AddSingleton(provider => new WebhookAddress(provider.GetRequiredService<IOptions<ApiOptions>>().Value.PublicUrl));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
        });
        return services;
    }

    /// <summary>Gives every failure of the API problem details; pages go to their own error page.</summary>
    public static void UseApiProblems(this WebApplication app)
    {
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/api"), api => api.UseStatusCodePages());
    }

    /// <summary>Limits requests to the API and answers repeated ones; comes when it is known who asks.</summary>
    public static void UseApi(this WebApplication app)
    {
        app.UseApiLimits();
        app.UseMiddleware<Idempotency>();
    }

    /// <summary>Maps <c>/api/v1</c> and its description; a route is behind authorisation unless it says otherwise.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        routes.MapApiReference();
        var open = routes.MapGroup("");
        open.WithRequestTimeout(ApiLimits.Duration).WithMetadata(new RequestSizeLimitAttribute(ApiLimits.MaxBody)).AddEndpointFilter(ProblemCompletion.FilterAsync);
        open.MapAuth();
        var platforms = routes.MapGroup("/api/v1/platforms");
        platforms.RequireAuthorization(ApiScopePolicy.Name)
            .WithRequestTimeout(ApiLimits.Duration)
            .WithMetadata(new TakesIdempotencyKey(), new RequestSizeLimitAttribute(ApiLimits.MaxBody))
            .AddEndpointFilter(ProblemCompletion.FilterAsync);
        MapStores(platforms.MapGroup("").WithTags("Stores").NeedsScope(ApiScopes.Admin));
        MapJobs(platforms.MapGroup("").WithTags("Jobs").NeedsScope(ApiScopes.Sync));
        MapOrders(platforms.MapGroup("").WithTags("Orders").NeedsScope(ApiScopes.Orders));
        MapStock(platforms.MapGroup("").WithTags("Stock").NeedsScope(ApiScopes.Stock));
    }

    private static void MapStores(RouteGroupBuilder group)
    {
        group.MapConnect();
        group.MapStore();
        group.MapAlerts();
        group.MapAnalytics();
    }

    private static void MapJobs(RouteGroupBuilder group)
    {
        group.MapSync();
        group.MapJobs();
    }

    private static void MapOrders(RouteGroupBuilder group)
    {
        group.MapOrders();
        group.MapOrderStatus();
        group.MapOrderViews();
        group.MapOrderMarks();
        group.MapCustomers();
        group.MapShip();
        group.MapAftercare();
        group.MapLabels();
        group.MapPackingPapers();
        group.MapParcels();
        group.MapShipments();
        group.MapTrackingFiles();
        group.MapFileDocuments();
        group.MapCarriers();
        group.MapRules();
        group.MapAutoFulfill();
        group.MapWriteBacks();
        group.MapPacking();
    }

    private static void MapStock(RouteGroupBuilder group)
    {
        group.MapCatalog();
        group.MapListings();
        group.MapLinks();
        group.MapAllocation();
        group.MapInventory();
        group.MapStock();
        group.MapLocations();
        group.MapIncoming();
        group.MapBundles();
        group.MapBulkStock();
        group.MapBrakes();
    }
}
