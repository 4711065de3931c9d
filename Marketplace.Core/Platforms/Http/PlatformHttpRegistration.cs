using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Platforms.Http;

/// <summary>Registers the plumbing that all marketplace clients stand on.</summary>
public static class PlatformHttpRegistration
{
    /// <summary>Name of the HTTP client that every call to a marketplace goes through.</summary>
    public const string ClientName = "marketplaces";

    internal static void AddPlatformHttp(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PlatformHttpOptions>()
            .Bind(configuration.GetSection(PlatformHttpOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<PlatformRedirect>();
        services.AddSingleton<OperationLimiter>();
        services.AddSingleton<PlatformPipelines>();
        services.AddSingleton<CallMeter>();
        services.AddSingleton<PlatformSender>();
        services.AddTransient<RedirectHandler>();
        services.AddHttpClient(ClientName)
            .RemoveAllLoggers()
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
            })
            .AddHttpMessageHandler<RedirectHandler>();
    }
}
