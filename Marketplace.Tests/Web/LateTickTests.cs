using Coravel.Scheduling.Schedule;
using Coravel.Scheduling.Schedule.Interfaces;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Web;

/// <summary>What a tick of the schedule's clock does that comes when the application is gone.</summary>
public sealed class LateTickTests
{
    [Fact]
    public async Task Tick_AfterTheEnd_FailsNothing()
    {
        Scheduler scheduler;
        await using (var app = TestApp.Start())
        {
            scheduler = (Scheduler)app.Services.GetRequiredService<IScheduler>();
        }

        await scheduler.RunAtAsync(new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc));
    }
}
