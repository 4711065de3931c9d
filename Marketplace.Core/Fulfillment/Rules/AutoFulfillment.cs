using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Core.Fulfillment.Rules;

/// <summary>When a seller's rules run by themselves. Times are UTC.</summary>
public sealed class AutoFulfillPlan : ISellerOwned
{
    /// <inheritdoc />
    public Guid SellerId { get; set; }

    /// <summary>Minutes between two runs, 1 to <see cref="AutoFulfillment.MostMinutes"/>.</summary>
    public int EveryMinutes { get; set; } = AutoFulfillment.UsualMinutes;

    /// <summary>The seller has paused them; they run by hand and by the API alone.</summary>
    public bool Paused { get; set; }

    /// <summary>When they are due next. Whoever moves it on starts the run, so that of several instances one does.</summary>
    public DateTimeOffset NextAt { get; set; }
}

/// <summary>Runs the rules by the clock.</summary>
public sealed class AutoFulfillment(MarketplaceDb database, RuleRuns runs, TimeProvider time)
{
    /// <summary>Minutes between two runs until the seller chooses otherwise.</summary>
    public const int UsualMinutes = 5;

    /// <summary>Longest time between two runs, minutes: a day.</summary>
    public const int MostMinutes = 24 * 60;

    /// <summary>When the seller's rules run.</summary>
    public async Task<AutoFulfillPlan> PlanAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Set<AutoFulfillPlan>().AsNoTracking().SingleOrDefaultAsync(cancellationToken) ?? new AutoFulfillPlan { SellerId = sellerId, NextAt = time.GetUtcNow() };
    }

    /// <summary>Changes when the seller's rules run.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="everyMinutes">1 to <see cref="MostMinutes"/>.</param>
    /// <param name="paused">Whether they rest until they are resumed.</param>
    /// <param name="cancellationToken">Leaves it as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is out of bounds.</exception>
    public async Task SetAsync(Guid sellerId, int everyMinutes, bool paused, CancellationToken cancellationToken)
    {
        if (everyMinutes is < 1 or > MostMinutes)
        {
            throw new ArgumentOutOfRangeException(nameof(everyMinutes), everyMinutes, $"Rules run at least once a day, and at most once a minute.");
        }

        await using var db = database.Open(sellerId);
        var plan = await db.Set<AutoFulfillPlan>().SingleOrDefaultAsync(cancellationToken);
        if (plan is null)
        {
            plan = new AutoFulfillPlan { SellerId = sellerId };
            db.Add(plan);
        }

        (plan.EveryMinutes, plan.Paused, plan.NextAt) = (everyMinutes, paused, time.GetUtcNow().AddMinutes(everyMinutes));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// Asks for the runs that are due, of every seller with a rule that is on. Safe on several instances at once: moving the next time
    /// on and asking for the run are one transaction, which only one of them wins.
    /// </summary>
    public async Task StartDueAsync(CancellationToken cancellationToken)
    {
        await using var machine = database.OpenForMachine();
        var now = time.GetUtcNow();
        var plans = machine.Set<AutoFulfillPlan>().IgnoreQueryFilters();
        var due = await machine.Set<ShippingRule>().IgnoreQueryFilters()
            .Where(r => r.State == RuleState.On && !plans.Any(p => p.SellerId == r.SellerId && (p.Paused || p.NextAt > now)))
            .Select(r => r.SellerId).Distinct().ToListAsync(cancellationToken);
        foreach (var seller in due)
        {
            await WriterRace.RunAsync(() => StartAsync(seller, now, cancellationToken));
        }
    }

    private async Task<bool> StartAsync(Guid seller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = database.Open(seller);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var plan = await db.Set<AutoFulfillPlan>().AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (plan is null)
        {
            // Two instances may come here at once; the key lets one of them through.
            db.Add(new AutoFulfillPlan { NextAt = now.AddMinutes(UsualMinutes) });
        }
        else
        {
            var next = now.AddMinutes(plan.EveryMinutes);
            if (await db.Set<AutoFulfillPlan>().Where(p => p.NextAt == plan.NextAt && !p.Paused && p.NextAt <= now).ExecuteUpdateAsync(set => set.SetProperty(p => p.NextAt, next), cancellationToken) == 0)
            {
                return false;
            }
        }

        await runs.AskAsync(db, isDryRun: false, isScheduled: true, "schedule", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        runs.Announce(seller);
        return true;
    }
}

internal sealed class AutoFulfillPlanConfiguration : IEntityTypeConfiguration<AutoFulfillPlan>
{
    public void Configure(EntityTypeBuilder<AutoFulfillPlan> builder) => builder.HasKey(p => p.SellerId);
}
