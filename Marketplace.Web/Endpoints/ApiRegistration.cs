using System.Text.Json.Serialization;
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
        app.Use(BodyChecks.RequestAsync);
        app.UseMiddleware<Idempotency>();
    }

    /// <summary>Maps <c>/api/v1</c> and its description; a route is behind authorisation unless it says otherwise.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        routes.MapApiReference();
        var open = routes.MapGroup("");
        open.WithRequestTimeout(ApiLimits.Duration).WithMetadata(new RequestSizeLimitAttribute(ApiLimits.MaxBody)).AddEndpointFilter(ProblemCompletion.FilterAsync).AddEndpointFilter(BodyChecks.FilterAsync);
        open.MapAuth();
        var platforms = routes.MapGroup("/api/v1/platforms");
        platforms.RequireAuthorization(ApiScopePolicy.Name)
            .WithRequestTimeout(ApiLimits.Duration)
            .WithMetadata(new TakesIdempotencyKey(), new RequestSizeLimitAttribute(ApiLimits.MaxBody))
            .AddEndpointFilter(ProblemCompletion.FilterAsync).AddEndpointFilter(BodyChecks.FilterAsync);
        platforms.InAreas();
        platforms.MapConnect();
        platforms.MapStore();
        platforms.MapSync();
        platforms.MapJobs();
        platforms.MapOrders();
        platforms.MapOrderStatus();
        platforms.MapOrderViews();
        platforms.MapCustomers();
        platforms.MapShip();
        platforms.MapTrackingFiles();
        platforms.MapFileDocuments();
        platforms.MapCarriers();
        platforms.MapOrderMarks();
        platforms.MapRules();
        platforms.MapAutoFulfill();
        platforms.MapWriteBacks();
        platforms.MapCatalog();
        platforms.MapListings();
        platforms.MapListingMoves();
        platforms.MapLinks();
        platforms.MapAllocation();
        platforms.MapAlerts();
        platforms.MapDeliveries();
        platforms.MapStoreHealth();
        platforms.MapAnalytics();
        platforms.MapInventory();
        platforms.MapStock();
        platforms.MapLocations();
        platforms.MapIncoming();
        platforms.MapBundles();
        platforms.MapBulkStock();
        platforms.MapBrakes();
        platforms.MapAftercare();
        platforms.MapReturns();
        platforms.MapLabels();
        platforms.MapPackingPapers();
        platforms.MapPacking();
        platforms.MapLabelProviders();
        platforms.MapParcels();
        platforms.MapShipments();
        platforms.MapPrivacy();
        platforms.MapAudit();
        platforms.MapTeam();
    }
}
