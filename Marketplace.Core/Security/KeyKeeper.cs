using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Core.Security;

/// <summary>
/// Uses the keys at the start and now and then. A key that is missing or due is made at its first use, by a connection of its own;
/// inside an import's transaction that connection would wait for the import, and the import for it.
/// </summary>
internal sealed class KeyKeeper(IDataProtectionProvider protection, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(30);

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        UseKeys();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            UseKeys();
        }
    }

    private void UseKeys() => protection.CreateProtector(nameof(KeyKeeper)).Protect("key");
}
