using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Security;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Alerts.Webhooks;

/// <summary>Sends one message to one address, and again at stored times over a day until the receiver answers with success.</summary>
internal sealed class WebhookSendHandler(
    MarketplaceDb database, IHttpClientFactory clients, TokenProtector protector, ChangeFeed changes, IOptions<AlertsOptions> options, TimeProvider time) : IWorkHandler
{
    public const string WorkKind = "webhook.send";
    public const string ClientName = "outbound-webhooks";
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    // Pauses after the first, second… failed try; together a little more than a day.
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(40),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8), TimeSpan.FromHours(9),
    ];

    public string Kind => WorkKind;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await using var db = database.Open(item.SellerId);
        var id = Guid.Parse(item.Payload, CultureInfo.InvariantCulture);
        var message = await db.WebhookMessages.SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        var target = message is null ? null : await db.WebhookTargets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == message.TargetId, cancellationToken);
        if (message is null || target is null || message.State == WebhookMessageState.Delivered)
        {
            return WorkOutcome.Done;
        }

        if (target.IsEnabled)
        {
            (message.LastStatus, message.Problem) = await TrySendAsync(target, message, cancellationToken);
            (message.Attempts, message.TriedAt) = (message.Attempts + 1, time.GetUtcNow());
        }
        else
        {
            message.Problem = "This address is switched off.";
        }

        var outcome = Settle(message, target.IsEnabled);
        await db.SaveChangesAsync(cancellationToken);
        await ForgetOldAsync(db, target.Id, cancellationToken);
        changes.Publish(new Change(item.SellerId, ChangeTopic.Alerts));
        return outcome;
    }

    private WorkOutcome Settle(WebhookMessage message, bool isEnabled)
    {
        if (message.Problem is null)
        {
            (message.State, message.NextAt) = (WebhookMessageState.Delivered, null);
            return WorkOutcome.Done;
        }

        if (!isEnabled || message.Attempts > Pauses.Length)
        {
            (message.State, message.NextAt) = (WebhookMessageState.Failed, null);
            return WorkOutcome.Done;
        }

        var pause = Pauses[message.Attempts - 1];
        message.NextAt = time.GetUtcNow() + pause;
        return WorkOutcome.After(pause);
    }

    // The body of the answer is not read: it is the receiver's own affair, and may be anything.
    private async Task<(int? Status, string? Problem)> TrySendAsync(WebhookTarget target, WebhookMessage message, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Url);
        request.Content = new StringContent(message.Body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(protector.Unprotect(target.ProtectedSecret, target.SellerId, target.Id), time.GetUtcNow(), message.Body));
        request.Headers.Add("X-Marketplace-Event", message.Happening);
        request.Headers.Add("X-Marketplace-Delivery", message.Id.ToString());
        request.Headers.UserAgent.ParseAdd("Marketplace-Webhooks/1");
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? null : Words(answer.StatusCode));
        }
        catch (InternalAddressException exception)
        {
            return (null, exception.Message);
        }
        catch (HttpRequestException exception) when (exception.InnerException is InternalAddressException inner)
        {
            return (null, inner.Message);
        }
        catch (HttpRequestException exception)
        {
            return (null, $"The address could not be reached ({exception.HttpRequestError}).");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"No answer came within {Timeout.TotalSeconds:0} seconds.");
        }
    }

    private static string Words(HttpStatusCode status) => (int)status is >= 300 and < 400
        ? $"It answered with a redirect ({(int)status}), which is not followed. Enter the address that it leads to."
        : string.Create(CultureInfo.InvariantCulture, $"It answered with {(int)status}; only 200 to 299 count as received.");

    private Task<int> ForgetOldAsync(MarketplaceDbContext db, Guid targetId, CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - TimeSpan.FromDays(options.Value.KeptDays);
        return db.WebhookMessages.Where(m => m.TargetId == targetId && m.CreatedAt < oldest && m.State != WebhookMessageState.Waiting).ExecuteDeleteAsync(cancellationToken);
    }
}
