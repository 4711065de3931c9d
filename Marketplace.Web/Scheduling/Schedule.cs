using Coravel;
using Coravel.Scheduling.Schedule.Interfaces;
using Marketplace.Core.Sync;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Scheduling;

/// <summary>Everything that happens by the clock. The runs themselves are durable work: the schedule only asks for them.</summary>
public static class Schedule
{
    /// <summary>Adds the scheduler and its settings.</summary>
    public static IServiceCollection AddSchedule(this IServiceCollection services)
    {
        services.AddOptions<ScheduleOptions>().BindConfiguration(ScheduleOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddScheduler();
    }

    /// <summary>The schedule.</summary>
    public static void UseSchedule(this WebApplication app)
    {
        var starter = app.Services.GetRequiredService<SyncStarter>();
        var when = app.Services.GetRequiredService<IOptions<ScheduleOptions>>().Value;
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Schedule));
        app.Services
            .UseScheduler(scheduler =>
            {
                Every(scheduler, SyncJob.Products, when.ProductsSeconds, when.ProductsCron);
                Every(scheduler, SyncJob.Inventory, when.InventorySeconds, when.InventoryCron);
                Every(scheduler, SyncJob.Orders, when.OrdersSeconds, when.OrdersCron);
            })
            .OnError(exception => logger.LogError(exception, "The schedule could not ask for a run; the next time it tries again"));

        void Every(IScheduler scheduler, SyncJob job, int seconds, string cron)
        {
            var run = scheduler.ScheduleAsync(() => starter.StartAllAsync(job, "schedule", app.Lifetime.ApplicationStopping));
            (seconds > 0 ? run.EverySeconds(seconds) : run.Cron(cron)).PreventOverlapping($"sync {job}");
        }
    }
}
