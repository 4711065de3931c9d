using System.Text;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Webhooks;
using Marketplace.Tests.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Webhooks;

/// <summary>From a marketplace's queue into the inbox.</summary>
public sealed class QueueReaderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_SameNotificationTwice_IsStoredOnceAndBothCopiesAreDeletedAfterwards()
    {
        await using var app = TestApp.Start();
        await TestStore.ConnectAsync(app, "amazon");
        var queue = new ScriptedQueue(app, app.Marketplace("amazon").Credentials.Values["NotificationKey"], "n-1", "n-2", "n-1");

        Assert.Equal(3, await app.Services.GetRequiredService<QueueReader>().ReadAsync(new MarketplaceKey("amazon"), queue, Cancel));

        Assert.Equal(["n-1", "n-2"], await queue.StoredAsync());
        Assert.Equal(["n-1", "n-2"], queue.StoredWhenDeleted);
        Assert.Empty(queue.Left);
    }

    [Fact]
    public async Task Read_WhatCannotBeStored_StaysInTheQueueAndHoldsUpNoOther()
    {
        await using var app = TestApp.Start();
        var queue = new ScriptedQueue(app, "no key", "n-1");

        // A message that proves nothing is kept for the log and does not come again; one that could not be stored does.
        Assert.Equal(1, await app.Services.GetRequiredService<QueueReader>().ReadAsync(new MarketplaceKey("amazon"), queue, Cancel));
        Assert.Empty(queue.Left);

        var stuck = new ScriptedQueue(app, "no key", "n-2");
        Assert.Equal(0, await app.Services.GetRequiredService<QueueReader>().ReadAsync(new MarketplaceKey("nowhere"), stuck, Cancel));
        Assert.Single(stuck.Left);
    }

    private sealed class ScriptedQueue(TestApp app, string key, params string[] ids) : INotificationQueue
    {
        public List<string> Left { get; } = [.. ids.Select((id, index) => $"{index}:{id}")];

        public IReadOnlyList<string> StoredWhenDeleted { get; private set; } = [];

        public bool IsSetUp => true;

        public async Task<List<string>> StoredAsync()
        {
            await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
            return await db.WebhookDeliveries.Where(d => d.NotificationId != null).Select(d => d.NotificationId!).Order().ToListAsync(Cancel);
        }

        public Task<IReadOnlyList<QueuedNotification>> ReceiveAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<QueuedNotification>>([.. Left.Select(receipt => new QueuedNotification(receipt, RequestOf(receipt.Split(':')[1])))]);

        public async Task DeleteAsync(IReadOnlyList<QueuedNotification> messages, CancellationToken cancellationToken)
        {
            StoredWhenDeleted = await StoredAsync();
            Left.RemoveAll(receipt => messages.Any(m => m.Receipt == receipt));
        }

        private WebhookRequest RequestOf(string id) => new(
            "POST", new Uri("https://sqs.amazonaws.com/"), new Dictionary<string, string>(), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["x-api-key"] = key },
            Encoding.UTF8.GetBytes($$"""{"NotificationType":"ANY_OFFER_CHANGED","NotificationMetadata":{"NotificationId":"{{id}}"},"Payload":null}"""), TimeProvider.System.GetUtcNow());
    }
}
