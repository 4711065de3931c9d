using Coravel.Scheduling.Schedule.Interfaces;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Marketplace.Web.Scheduling;

/// <summary>
/// Keeps the process whole when a tick of the clock comes late. Coravel makes up for ticks that a busy machine missed, and opens a
/// scope for each; one that falls behind the end of the application finds its services gone, on a timer's thread, where the failure
/// ends the process in place of an orderly stop. Nothing on the schedule takes services from that scope, so it comes from elsewhere.
/// </summary>
internal static class LateTicks
{
    /// <summary>Lets the scheduler open its scopes when the application's services are gone.</summary>
    public static IServiceCollection OutliveTheApplication(this IServiceCollection services)
    {
        var make = services.Single(s => s.ServiceType == typeof(IScheduler)).ImplementationFactory
            ?? throw new InvalidOperationException("Coravel's scheduler is not registered by a factory any more.");
        return services.Replace(ServiceDescriptor.Singleton(provider => (IScheduler)make(new Lasting(provider))));
    }

    private sealed class Lasting(IServiceProvider services) : IServiceProvider
    {
        private readonly IServiceScopeFactory scopes = new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>();

        public object? GetService(Type serviceType) => serviceType == typeof(IServiceScopeFactory) ? scopes : services.GetService(serviceType);
    }
}
