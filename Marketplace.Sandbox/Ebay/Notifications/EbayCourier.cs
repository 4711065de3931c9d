using System.Text.Json;
using System.Threading.Channels;
using Marketplace.Sandbox.Ebay.Oauth;
using Marketplace.Sandbox.Ebay.Orders;

namespace Marketplace.Sandbox.Ebay.Notifications;

/// <summary>Delivers notifications, three times at most. Each attempt counts up in the body and is signed anew.</summary>
internal sealed class EbayCourier : IAsyncDisposable
{
    private const int AtOnce = 4;
    private const int MostAttempts = 3;
    private readonly Channel<EbayLetter> queue = Channel.CreateUnbounded<EbayLetter>();
    private readonly CancellationTokenSource end = new();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(3) };
    private readonly EbayMailbox mailbox;
    private readonly EbaySandboxOptions options;
    private readonly TimeProvider time;
    private readonly Task work;
    private int number;

    public EbayCourier(EbayMailbox mailbox, EbaySandboxOptions options, TimeProvider time)
    {
        this.mailbox = mailbox;
        this.options = options;
        this.time = time;
        work = Task.Run(() => Parallel.ForEachAsync(
            queue.Reader.ReadAllAsync(end.Token), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = end.Token }, DeliverAsync));
    }

    /// <summary>Signs what is sent.</summary>
    public EbaySigner Signer { get; } = new();

    /// <summary>Tells of a paid order: one notification for each of its lines.</summary>
    public void OrderConfirmed(EbayOrder order)
    {
        foreach (var (subscription, destination) in mailbox.Of("ORDER_CONFIRMATION"))
        {
            foreach (var line in order.Lines)
            {
                Send(subscription, destination, new
                {
                    user = subscription.Version == "1.0" ? null : new { userId = EbayKeyset.SellerId, username = EbayKeyset.SellerName },
                    order = new { orderId = order.Id, orderLineItems = new[] { new { orderLineItemId = line.Id, listingId = line.Listing.ListingId, quantity = line.Quantity } } },
                });
            }
        }
    }

    /// <summary>Sends a notification with invented data.</summary>
    public void Test(EbaySubscription subscription, EbayDestination destination) =>
        Send(subscription, destination, new { user = new { userId = EbayKeyset.SellerId, username = EbayKeyset.SellerName }, order = new { orderId = "11-00000-00000", orderLineItems = Array.Empty<object>() } });

    /// <summary>A buyer somewhere on eBay has deleted the account.</summary>
    public void AccountDeleted(string userName, string userId)
    {
        foreach (var (subscription, destination) in mailbox.Of("MARKETPLACE_ACCOUNT_DELETION"))
        {
            Send(subscription, destination, new { username = userName, userId, eiasToken = Convert.ToBase64String(Guid.NewGuid().ToByteArray()) });
        }
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await end.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Dispose();
        Signer.Dispose();
        end.Dispose();
    }

    private void Send(EbaySubscription subscription, EbayDestination destination, object data)
    {
        var letter = new EbayLetter(subscription.Topic, subscription.Version, new Uri(destination.Endpoint), $"{Guid.NewGuid()}_{Guid.NewGuid()}", time.GetUtcNow(), data, 1);
        queue.Writer.TryWrite(letter);
        if (options.DuplicateNotificationPercent > Interlocked.Increment(ref number) * 37 % 100)
        {
            queue.Writer.TryWrite(letter);
        }
    }

    private async ValueTask DeliverAsync(EbayLetter letter, CancellationToken cancellationToken)
    {
        if (!await IsTakenAsync(letter, cancellationToken) && letter.Attempt < MostAttempts)
        {
            _ = RequeueAsync(letter with { Attempt = letter.Attempt + 1 });
        }
    }

    private async Task RequeueAsync(EbayLetter letter)
    {
        await Task.Delay(TimeSpan.FromSeconds(options.NotificationRetrySeconds), time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        queue.Writer.TryWrite(letter);
    }

    private async Task<bool> IsTakenAsync(EbayLetter letter, CancellationToken cancellationToken)
    {
        try
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(letter.Content(time.GetUtcNow()), EbayLetter.Json);
            using var message = new HttpRequestMessage(HttpMethod.Post, letter.Endpoint) { Content = new ByteArrayContent(body) };
            message.Content.Headers.ContentType = new("application/json");
            message.Headers.TryAddWithoutValidation("X-EBAY-SIGNATURE", Signer.Header(body));
            using var answer = await http.SendAsync(message, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
