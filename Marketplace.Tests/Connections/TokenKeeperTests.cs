using Marketplace.Core.Changes;
using Marketplace.Core.Connections;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Tests.Connections.TestStore;

namespace Marketplace.Tests.Connections;

public sealed class TokenKeeperTests
{
    private static readonly Dictionary<string, string?> Quick = new() { ["Connections:KeeperSeconds"] = "0.2", ["Connections:CheckAfterSeconds"] = "0.3" };

    [Fact]
    public async Task Keeper_ConsentRevoked_TurnsTheStoreByItselfAndTellsThePages()
    {
        await using var app = TestApp.Start(Quick);
        var store = await ConnectAsync(app);
        var told = new TaskCompletionSource();
        using var listening = app.Services.GetRequiredService<ChangeFeed>().Subscribe(
            await app.SellerIdAsync(), [ChangeTopic.Connections], TimeSpan.Zero, changes =>
            {
                told.TrySetResult();
                return Task.CompletedTask;
            });

        app.Marketplace((await RowAsync(app, store)).Marketplace).Revoke();

        await EventuallyAsync(async () => (await RowAsync(app, store)).State, state => state == ConnectionState.NeedsReauthorization);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Keeper_LivingStore_NotesThatItAnswers()
    {
        await using var app = TestApp.Start(Quick);
        var store = await ConnectAsync(app);
        var connected = (await RowAsync(app, store)).LastHealthyAt;

        var healthy = await EventuallyAsync(async () => (await RowAsync(app, store)).LastHealthyAt, at => at > connected);

        Assert.NotNull(healthy);
        Assert.Equal(ConnectionState.Connected, (await RowAsync(app, store)).State);
    }
}
