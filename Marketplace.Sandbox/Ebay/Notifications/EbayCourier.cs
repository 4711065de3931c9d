using System.Net;
using System.Text.Json;
using Marketplace.Sandbox.Ebay.Orders;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Notifications;

/// <summary>Delivers notifications, three times at most. Each attempt counts up in the body and is signed anew.</summary>
internal sealed class EbayCourier : IPostalRules<EbayLetter>, IAsyncDisposable
{
    private const int MostAttempts = 3;
    private readonly EbayMailbox mailbox;
    private readonly EbaySandboxOptions options;
    private readonly TimeProvider time;
    private readonly EbaySigner forger = new();
    private readonly NotificationPost<EbayLetter> post;

    public EbayCourier(EbayMailbox mailbox, SandboxOptions options, TimeProvider time)
    {
        this.mailbox = mailbox;
        this.options = options.Ebay;
        this.time = time;
        post = new NotificationPost<EbayLetter>(this, options.Notifications, time);
    }

    public TimeSpan Patience => TimeSpan.FromSeconds(3);

    /// <summary>Signs what is sent.</summary>
    public EbaySigner Signer { get; } = new();

    /// <summary>Tells of a paid order: one notification for each of its lines.</summary>
    public void OrderConfirmed(EbaySeller seller, EbayOrder order)
    {
        foreach (var (subscription, destination) in mailbox.Of("ORDER_CONFIRMATION", seller.Id))
        {
            foreach (var line in order.Lines)
            {
                Send(subscription, destination, new
                {
                    user = subscription.Version == "1.0" ? null : new { userId = seller.Id, username = seller.Name },
                    order = new { orderId = order.Id, orderLineItems = new[] { new { orderLineItemId = line.Id, listingId = line.Listing.ListingId, quantity = line.Quantity } } },
                });
            }
        }
    }

    /// <summary>Tells of a wish to cancel, and of what became of it.</summary>
    public void CancellationChanged(EbaySeller seller, EbayOrder order, string activity)
    {
        foreach (var (subscription, destination) in mailbox.Of("ORDER_CANCELLATION_ACTIVITY", seller.Id))
        {
            Send(subscription, destination, new
            {
                activityType = activity,
                activityDate = EbayWire.Time(time.GetUtcNow()),
                orderCancellation = new
                {
                    cancellationId = order.Cancellation?.Id,
                    cancellationStatus = order.Cancellation switch { null or { IsRejected: true } => "DECLINED", { IsOpen: true } => "REQUESTED", { IsClosed: true } => "COMPLETED", _ => "PENDING" },
                    requester = order.Cancellation?.Requestor,
                    seller = new { userId = seller.Id, username = seller.Name },
                    cancellationLineItems = order.Lines.Select(line => new { cancellationLineItemId = line.Id, orderId = order.Id, orderLineItemId = line.Id }).ToList(),
                },
            });
        }
    }

    /// <summary>Sends a notification with invented data of the topic's own shape.</summary>
    public void Test(EbaySubscription subscription, EbayDestination destination)
    {
        var user = new { userId = subscription.SellerId ?? "testUserId", username = "test_user" };
        Send(subscription, destination, subscription.Topic switch
        {
            "MARKETPLACE_ACCOUNT_DELETION" => new { user.username, user.userId, eiasToken = Convert.ToBase64String(Guid.NewGuid().ToByteArray()) },
            "ORDER_CANCELLATION_ACTIVITY" => new
            {
                activityType = "CANCELLATION_REQUESTED",
                activityDate = EbayWire.Time(time.GetUtcNow()),
                orderCancellation = new { cancellationId = "5000000000", cancellationStatus = "REQUESTED", requester = "BUYER", seller = user, cancellationLineItems = Array.Empty<object>() },
            },
            _ => new { user, order = new { orderId = "11-00000-00000", orderLineItems = Array.Empty<object>() } },
        });
    }

    /// <summary>A buyer somewhere on eBay has deleted the account.</summary>
    public void AccountDeleted(string userName, string userId)
    {
        foreach (var (subscription, destination) in mailbox.Of("MARKETPLACE_ACCOUNT_DELETION", sellerId: null))
        {
            Send(subscription, destination, new { username = userName, userId, eiasToken = Convert.ToBase64String(Guid.NewGuid().ToByteArray()) });
        }
    }

    public HttpRequestMessage Write(EbayLetter letter, bool forged)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(letter.Content(time.GetUtcNow()), EbayLetter.Json);
        var message = new HttpRequestMessage(HttpMethod.Post, letter.Endpoint) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new("application/json");
        message.Headers.TryAddWithoutValidation("X-EBAY-SIGNATURE", (forged ? forger : Signer).Header(body));
        return message;
    }

    public bool IsTaken(HttpStatusCode status) => (int)status is >= 200 and < 300;

    public (EbayLetter Letter, TimeSpan Wait)? Again(EbayLetter letter) =>
        letter.Attempt < MostAttempts ? (letter with { Attempt = letter.Attempt + 1 }, TimeSpan.FromSeconds(options.NotificationRetrySeconds)) : null;

    public async ValueTask DisposeAsync()
    {
        await post.DisposeAsync();
        Signer.Dispose();
        forger.Dispose();
    }

    private void Send(EbaySubscription subscription, EbayDestination destination, object data) =>
        post.Send(new EbayLetter(subscription.Topic, subscription.Version, new Uri(destination.Endpoint), $"{Guid.NewGuid()}_{Guid.NewGuid()}", time.GetUtcNow(), data, 1));
}
