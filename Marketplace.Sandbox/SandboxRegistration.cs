using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Marketplace.Sandbox;

/// <summary>Puts the sandbox into an application.</summary>
public static class SandboxRegistration
{
    /// <summary>Registers the three marketplaces and the seller of labels, their faults, limits and log.</summary>
    public static IServiceCollection AddMarketplaceSandbox(this IServiceCollection services, SandboxOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<FaultBox>();
        services.AddSingleton<RateGate>();
        services.AddSingleton<CallLog>();
        services.AddSingleton<ISandboxMarketplace, Ebay.EbaySandbox>();
        services.AddSingleton<ISandboxMarketplace, Amazon.AmazonSandbox>();
        services.AddSingleton<ISandboxMarketplace, TikTok.TikTokSandbox>();
        services.AddSingleton<EasyPost.EasyPostSandbox>();
        services.AddSingleton<ISandboxService>(provider => provider.GetRequiredService<EasyPost.EasyPostSandbox>());
        services.AddHostedService<SalesClerk>();
        return services;
    }

    /// <summary>Answers requests for marketplaces before anything else sees them.</summary>
    public static IApplicationBuilder UseMarketplaceSandbox(this IApplicationBuilder app) => app.UseMiddleware<SandboxMiddleware>();
}
