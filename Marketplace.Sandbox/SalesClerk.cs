namespace Marketplace.Sandbox;

/// <summary>Sells something on one store after the other, so that a demo is alive.</summary>
public sealed class SalesClerk(IEnumerable<ISandboxMarketplace> marketplaces, SandboxOptions options, TimeProvider time) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var all = marketplaces.ToList();
        if (options.SellEverySeconds <= 0 || all.Count == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.SellEverySeconds), time);
        for (var turn = 0; await timer.WaitForNextTickAsync(stoppingToken); turn++)
        {
            all[turn % all.Count].CreateOrders(1, null, turn % 5 == 4 ? 2 : 1);
        }
    }
}
