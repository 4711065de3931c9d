using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Core.Postage.EasyPost;

/// <summary>Registers EasyPost as a seller of labels.</summary>
public static class EasyPostRegistration
{
    /// <summary>Adds EasyPost; every seller enters a key of their own, so there are no settings.</summary>
    public static PlatformBuilder AddEasyPost(this PlatformBuilder builder)
    {
        // Where a sandbox stands in for the marketplaces, it stands in for EasyPost too.
        builder.Services.AddHttpClient(EasyPostApi.ClientName)
            .RemoveAllLoggers()
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), UseCookies = false })
            .AddHttpMessageHandler<RedirectHandler>();
        builder.Services.AddSingleton<EasyPostApi>();
        builder.Services.AddSingleton<IShippingLabels, EasyPostLabels>();
        return builder;
    }
}
