using Marketplace.Core.Work;

namespace Marketplace.Tests.Work;

public sealed class HeldStoresTests
{
    private readonly HeldStores held = new();
    private readonly Guid busy = Guid.NewGuid();
    private readonly Guid idle = Guid.NewGuid();

    [Fact]
    public void LetGo_OneOfTwo_TakesTheIdleOne()
    {
        held.Add(busy);
        held.Add(idle);
        using var stay = held.Enter(busy);

        held.LetGo(1, TimeSpan.FromHours(1));

        Assert.Equal([busy], held.Open);
        Assert.Equal([idle], held.TakeLeft());
        Assert.Null(held.Enter(idle));
    }

    [Fact]
    public async Task LetGo_BusyStore_IsNotHandedOnBeforeTheWorkHasEnded()
    {
        held.Add(busy);
        var stay = held.Enter(busy)!;

        held.LetGo(1, TimeSpan.FromMilliseconds(1));
        await Eventually.TrueAsync(() => stay.Ended.IsCancellationRequested);

        Assert.Null(held.Enter(busy));
        Assert.Empty(held.TakeLeft());
        stay.Dispose();
        Assert.Equal([busy], held.TakeLeft());
    }

    [Fact]
    public async Task LoseAll_EndsAllWork()
    {
        held.Add(busy);
        using var stay = held.Enter(busy)!;

        await held.LoseAllAsync();

        Assert.True(stay.Ended.IsCancellationRequested);
        Assert.Empty(held.Open);
        Assert.Null(held.Enter(busy));
    }
}
