using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Security;

/// <summary>Registers what lies between the network and the application.</summary>
public static class WebSecurityRegistration
{
    /// <summary>Adds the settings, proxies that are believed, and HSTS.</summary>
    public static IServiceCollection AddWebSecurity(this IServiceCollection services)
    {
        services.AddOptions<WebOptions>().BindConfiguration(WebOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<WebOptions>>((forwarded, web) =>
        {
            if (web.Value.ProxyNetworks.Count == 0)
            {
                return;
            }

            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in web.Value.ProxyNetworks)
            {
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
            }
        });
        services.AddOptions<Microsoft.AspNetCore.HttpsPolicy.HstsOptions>().Configure<IOptions<WebOptions>>((hsts, web) => hsts.MaxAge = TimeSpan.FromDays(web.Value.HstsDays));
        return services;
    }

    /// <summary>Puts them first in line.</summary>
    public static void UseWebSecurity(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<WebOptions>>().Value;
        if (options.ProxyNetworks.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        if (options.HstsDays > 0 && !app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        // The sandbox's consent pages are another host's in truth.
        app.UseWhen(http => !http.Request.Path.StartsWithSegments("/sandbox"), pages => pages.Use(SecurityHeaders.AddAsync).Use(HostCookies.RenameAsync));
    }
}
