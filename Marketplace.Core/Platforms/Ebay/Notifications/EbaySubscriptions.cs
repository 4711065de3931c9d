using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Ebay.Auth;
using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Ebay.Notifications;

/// <summary>
/// Has eBay send its notifications to us, in the order that eBay insists on: where to write in trouble, then the address (which eBay tries
/// at once), then the topics: a store's orders with the store's token, deleted accounts with the application's.
/// </summary>
internal sealed class EbaySubscriptions(EbayApi api, EbayApplication application, IOptions<EbayOptions> options) : IWebhookSubscriber, INotificationTester
{
    private const string Root = "/commerce/notification/v1";
    private const string NotConfigured = "195026";
    private const string AlreadyThere = "195012";
    private const string Orders = "ORDER_CONFIRMATION";
    private const string Cancellations = "ORDER_CANCELLATION_ACTIVITY";
    private const string DeletedAccounts = "MARKETPLACE_ACCOUNT_DELETION";

    /// <inheritdoc />
    public bool NeedsAddress => string.IsNullOrEmpty(options.Value.NotificationEndpoint);

    /// <inheritdoc />
    /// <exception cref="RejectedException">A setting is missing, or eBay does not take the address.</exception>
    public async Task SubscribeAsync(ConnectionContext connection, Uri address, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var token = settings.VerificationToken is { Length: > 0 } set ? set : throw Missing(nameof(EbayOptions.VerificationToken));
        await ConfigureAsync(settings.AlertEmail, cancellationToken);
        var destination = await DestinationAsync(settings.NotificationEndpoint is { Length: > 0 } registered ? registered : address.AbsoluteUri, token, cancellationToken);

        // The first version of the topic leaves out whose order it is.
        await SubscribeAsync(connection, Orders, "1.1", destination, cancellationToken);
        if (settings.Scopes.Split(' ').Any(scope => scope.StartsWith(EbayScopes.Cancellations, StringComparison.Ordinal)))
        {
            await SubscribeAsync(connection, Cancellations, "1.0", destination, cancellationToken);
        }

        await SubscribeAsync(application.Connection, DeletedAccounts, "1.0", destination, cancellationToken);
    }

    /// <inheritdoc />
    public async Task TestAsync(ConnectionContext connection, Uri address, CancellationToken cancellationToken)
    {
        var page = await api.ReadAsync<EbaySubscriptionList>(Call(EbayOperations.GetSubscriptions, connection, "/subscription?limit=100"), cancellationToken);
        var subscription = page.Subscriptions?.FirstOrDefault(known => known is { TopicId: Orders, Status: "ENABLED" })?.SubscriptionId
            ?? throw new RejectedException("eBay has no subscription to this store's orders yet. Wait until the store's card says that it is subscribed, then try again.");
        var path = $"/subscription/{Uri.EscapeDataString(subscription)}/test";
        await api.SendAsync(Call(EbayOperations.TestSubscription, connection, path) with { Method = HttpMethod.Post }, cancellationToken);
    }

    private async Task ConfigureAsync(string? alertEmail, CancellationToken cancellationToken)
    {
        try
        {
            await api.ReadAsync<EbayNotificationConfig>(Call(EbayOperations.GetNotificationConfig, application.Connection, "/config"), cancellationToken);
        }
        catch (RejectedException exception) when (exception.RawCode == NotConfigured)
        {
            var body = new EbayNotificationConfig(alertEmail is { Length: > 0 } ? alertEmail : throw Missing(nameof(EbayOptions.AlertEmail)));
            await api.SendAsync(Call(EbayOperations.UpdateNotificationConfig, application.Connection, "/config") with { Body = body, Method = HttpMethod.Put }, cancellationToken);
        }
    }

    private async Task<string> DestinationAsync(string endpoint, string token, CancellationToken cancellationToken)
    {
        var path = "/destination?limit=100";
        do
        {
            var page = await api.ReadAsync<EbayDestinations>(Call(EbayOperations.GetDestinations, application.Connection, path), cancellationToken);
            if (page.Destinations?.FirstOrDefault(known => known.DeliveryConfig?.Endpoint == endpoint)?.DestinationId is { } present)
            {
                return present;
            }

            path = EbayLinks.ValueOf(page.Next, "continuation_token") is { } more ? $"/destination?limit=100&continuation_token={more}" : null;
        }
        while (path is not null);

        var body = new EbayDestination(null, "Marketplace", "ENABLED", new EbayDelivery(endpoint, token));
        var created = await api.SendAsync(Call(EbayOperations.CreateDestination, application.Connection, "/destination") with { Body = body }, cancellationToken);
        return EbayLinks.IdOf(created) ?? throw new TransientException("eBay did not say under which id it keeps the address.") { Operation = EbayOperations.CreateDestination.Name };
    }

    private async Task SubscribeAsync(ConnectionContext connection, string topic, string version, string destination, CancellationToken cancellationToken)
    {
        var path = "/subscription?limit=100";
        do
        {
            var page = await api.ReadAsync<EbaySubscriptionList>(Call(EbayOperations.GetSubscriptions, connection, path), cancellationToken);
            if (page.Subscriptions?.FirstOrDefault(known => known.TopicId == topic && known.DestinationId == destination) is { } present)
            {
                await EnableAsync(connection, present, cancellationToken);
                return;
            }

            path = EbayLinks.ValueOf(page.Next, "continuation_token") is { } more ? $"/subscription?limit=100&continuation_token={more}" : null;
        }
        while (path is not null);

        try
        {
            var body = new EbaySubscription(null, topic, "ENABLED", destination, new EbayPayload("JSON", version, "HTTPS"));
            await api.SendAsync(Call(EbayOperations.CreateSubscription, connection, "/subscription") with { Body = body }, cancellationToken);
        }
        catch (RejectedException exception) when (exception.RawCode == AlreadyThere)
        {
            // Another run was quicker; there is one, which is all that was wanted.
        }
    }

    private async Task EnableAsync(ConnectionContext connection, EbaySubscription subscription, CancellationToken cancellationToken)
    {
        if (subscription.Status != "ENABLED")
        {
            var path = $"/subscription/{Uri.EscapeDataString(subscription.SubscriptionId ?? "")}/enable";
            await api.SendAsync(Call(EbayOperations.EnableSubscription, connection, path) with { Method = HttpMethod.Post }, cancellationToken);
        }
    }

    private static EbayCall Call(OperationPlan operation, ConnectionContext connection, string path) => new(operation, connection, Root + path);

    private static RejectedException Missing(string key) =>
        new($"eBay's notifications need the setting {EbayOptions.Section}:{key}. Orders are fetched on schedule without it.") { Field = $"{EbayOptions.Section}:{key}" };
}
