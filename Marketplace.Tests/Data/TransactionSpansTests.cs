using System.Diagnostics;
using Marketplace.Core.Common;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Data;

/// <summary>Transactions while somebody listens to the traces.</summary>
public sealed class TransactionSpansTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Transaction_AfterOneThatWasGivenUp_BeginsAndIsTraced(bool onPostgres)
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: onPostgres);
        using var mine = new Activity("test").Start();
        var traced = new List<ActivityStatusCode>();
        var ours = Telemetry.Source;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source == ours,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == mine.TraceId)
                {
                    traced.Add(activity.Status);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        for (var i = 0; i < 3; i++)
        {
            await using var db = test.Open();
            await using var givenUp = await db.Database.BeginTransactionAsync(Cancel);
            await db.Orders.CountAsync(Cancel);
        }

        await using (var db = test.Open())
        {
            await using var kept = await db.Database.BeginTransactionAsync(Cancel);
            await kept.CommitAsync(Cancel);
        }

        Assert.Equal([ActivityStatusCode.Ok], traced);
    }
}
