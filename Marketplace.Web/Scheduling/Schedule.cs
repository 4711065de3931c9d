using Coravel;
using Marketplace.Core.ApiAccess;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Rules;
using Marketplace.Core.Orders.Erasure;
using Marketplace.Core.Sync;

namespace Marketplace.Web.Scheduling;

/// <summary>
/// What happens by the clock. Each store's jobs run at their own times (<see cref="ScheduleOptions"/>, changeable per store):
/// products every 6 hours, inventory every 2 hours, orders every hour, order status every 30 minutes, health every 15 minutes. The
/// shipping rules of a seller run every 5 minutes, or as the seller wants. Once an hour buyers' data that has been kept for long enough is erased. The
/// clock only asks for runs that are due; the runs themselves are durable work. Answers kept for repeated API requests go after a day.
/// Every five minutes the database looks whether tables have grown so much that it should go about them differently.
/// </summary>
public static class Schedule
{
    /// <summary>Adds the scheduler.</summary>
    public static IServiceCollection AddSchedule(this IServiceCollection services) => services.AddScheduler().OutliveTheApplication();

    /// <summary>The schedule.</summary>
    public static void UseSchedule(this WebApplication app)
    {
        var plans = app.Services.GetRequiredService<SyncPlans>();
        var answers = app.Services.GetRequiredService<StoredAnswers>();
        var rules = app.Services.GetRequiredService<AutoFulfillment>();
        var retention = app.Services.GetRequiredService<BuyerRetention>();
        var statistics = app.Services.GetRequiredService<DatabaseStatistics>();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Schedule));
        app.Services
            .UseScheduler(scheduler =>
            {
                scheduler.ScheduleAsync(() => plans.StartDueAsync(app.Lifetime.ApplicationStopping)).EverySecond().PreventOverlapping("runs that are due");
                scheduler.ScheduleAsync(() => rules.StartDueAsync(app.Lifetime.ApplicationStopping)).EveryTenSeconds().PreventOverlapping("shipping rules that are due");
                scheduler.ScheduleAsync(() => answers.ForgetOldAsync(app.Lifetime.ApplicationStopping)).EveryFifteenMinutes().PreventOverlapping("answers that are over");
                scheduler.ScheduleAsync(() => statistics.RefreshAsync(app.Lifetime.ApplicationStopping)).EveryFiveMinutes().PreventOverlapping("tables that have grown");
                scheduler.ScheduleAsync(() => retention.EraseDueAsync(app.Lifetime.ApplicationStopping)).Hourly().PreventOverlapping("buyers' data that is due");
            })
            .OnError(exception => logger.LogError(exception, "The schedule could not do what is due; it tries again when it is due next"));
    }
}
