namespace Marketplace.Web.Images;

/// <summary>Registers the small copies of product pictures.</summary>
public static class ImageRegistration
{
    /// <summary>Adds the services; settings under <c>Images</c>.</summary>
    public static IServiceCollection AddImages(this IServiceCollection services)
    {
        services.AddOptions<ImageOptions>().BindConfiguration(ImageOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        // Redirects are not followed: they could lead off the hosts that are allowed.
        services.AddHttpClient(Thumbnails.ClientName).RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        services.AddSingleton<ImageLinks>();
        services.AddSingleton<ImageSources>();
        services.AddSingleton<ThumbnailFolder>();
        services.AddSingleton<ThumbnailMaker>();
        services.AddSingleton<Thumbnails>();
        return services;
    }
}
