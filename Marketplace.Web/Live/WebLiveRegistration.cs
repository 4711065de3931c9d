namespace Marketplace.Web.Live;

/// <summary>Registers what keeps open pages true.</summary>
public static class WebLiveRegistration
{
    /// <summary>Adds the viewer's time and the page's clock, one each per circuit.</summary>
    public static IServiceCollection AddLivePages(this IServiceCollection services) =>
        services.AddScoped<ViewerTime>().AddScoped<Ticker>();
}
