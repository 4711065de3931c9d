using Marketplace.Web.Endpoints;
using Marketplace.Web.Features.Account;
using Marketplace.Web.Features.Dashboard;
using Marketplace.Web.Features.Orders;
using Marketplace.Web.Live;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using MudBlazor;
using MudBlazor.Services;

namespace Marketplace.Web.Components;

/// <summary>Registers and maps the pages.</summary>
public static class ScreensRegistration
{
    private const int LongestRequestLine = 32 * 1024;

    /// <summary>Adds what pages need.</summary>
    public static IServiceCollection AddScreens(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            options.SnackbarConfiguration.VisibleStateDuration = 6000;
            options.SnackbarConfiguration.PreventDuplicates = true;
        });
        services.AddSingleton<OrderSheets>();

        // An address of the orders page may hold hundreds of order ids.
        services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestLineSize = LongestRequestLine);
        return services.AddLivePages();
    }

    /// <summary>Shows people a page where an address leads nowhere; programs get the bare status.</summary>
    public static void UseScreens(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((http, next) =>
        {
            if (!IsForPeople(http.Request) && http.Features.Get<IStatusCodePagesFeature>() is { } statusPages)
            {
                statusPages.Enabled = false;
            }

            return next();
        });
    }

    /// <summary>Maps the pages and the few addresses that belong to them.</summary>
    public static void MapScreens(this WebApplication app)
    {
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
        app.MapLogout();
        app.MapSeatChange();
        app.MapAuditDownload();
        app.MapConnectRedirect();
        app.MapFulfillmentDownloads();
        app.MapInventoryDownloads();
        app.MapOrderDownloads();
        app.MapAnalyticsDownload();
        app.MapLabelDownloads();
        app.MapPackingDownloads();
    }

    private static bool IsForPeople(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !request.Path.StartsWithSegments("/api")
        && request.GetTypedHeaders().Accept.Any(accept => accept.MediaType == "text/html");
}
