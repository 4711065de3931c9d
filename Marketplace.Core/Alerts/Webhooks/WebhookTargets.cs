using System.Net;
using System.Text.Json;
using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Security;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Alerts.Webhooks;

/// <summary>What became of a new address.</summary>
/// <param name="Problem">Why it was refused and what to do; null when it was added.</param>
/// <param name="Id">The address.</param>
/// <param name="Secret">Key of the signatures; shown this once.</param>
public sealed record NewWebhookTarget(string? Problem, Guid Id, string Secret);

/// <summary>A seller's addresses for webhooks, and the log of what was sent to them.</summary>
public sealed class WebhookTargets(
    MarketplaceDb database, WebhookOutbox outbox, TokenProtector protector, ChangeFeed changes, WorkSignal signal, IOptions<AlertsOptions> options, TimeProvider time)
{
    /// <summary>Longest address.</summary>
    public const int MaxUrlLength = 2000;

    /// <summary>Most addresses of one seller.</summary>
    public const int Most = 10;

    /// <summary>All addresses, the oldest first.</summary>
    public async Task<IReadOnlyList<WebhookTarget>> ListAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.WebhookTargets.AsNoTracking().OrderBy(t => t.CreatedAt).ToListAsync(cancellationToken);
    }

    /// <summary>Adds an address.</summary>
    public async Task<NewWebhookTarget> AddAsync(Guid sellerId, string? url, CancellationToken cancellationToken)
    {
        if (ProblemOf(url, out var address) is { } problem)
        {
            return new NewWebhookTarget(problem, Guid.Empty, "");
        }

        await using var db = database.Open(sellerId);
        if (await db.WebhookTargets.CountAsync(cancellationToken) >= Most)
        {
            return new NewWebhookTarget($"There are {Most} addresses already. Remove one first.", Guid.Empty, "");
        }

        var secret = WebhookSignature.NewSecret();
        var target = new WebhookTarget { Url = address!.AbsoluteUri, CreatedAt = time.GetUtcNow() };
        target.ProtectedSecret = protector.Protect(secret, sellerId, target.Id);
        db.WebhookTargets.Add(target);
        await db.SaveChangesAsync(cancellationToken);
        Tell(sellerId);
        return new NewWebhookTarget(null, target.Id, secret);
    }

    /// <summary>Switches an address on or off; what waits for it is kept. False when there is none such.</summary>
    public async Task<bool> EnableAsync(Guid sellerId, Guid targetId, bool isEnabled, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var done = await db.WebhookTargets.Where(t => t.Id == targetId).ExecuteUpdateAsync(set => set.SetProperty(t => t.IsEnabled, isEnabled), cancellationToken) == 1;
        Tell(sellerId);
        return done;
    }

    /// <summary>Chooses what an address is told of. False when there is none such.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="targetId">The address.</param>
    /// <param name="events">Of <see cref="OutboundEvents"/>; null or all of them for everything.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">There is no such event.</exception>
    public async Task<bool> ChooseAsync(Guid sellerId, Guid targetId, IReadOnlyCollection<string>? events, CancellationToken cancellationToken)
    {
        if (events?.FirstOrDefault(e => !OutboundEvents.All.Contains(e)) is { } unknown)
        {
            throw new ArgumentException($"There is no event '{unknown}'. There are: {string.Join(", ", OutboundEvents.All)}.", nameof(events));
        }

        var chosen = events is null || events.Distinct().Count() == OutboundEvents.All.Count ? null : string.Join(',', OutboundEvents.All.Where(events.Contains));
        await using var db = database.Open(sellerId);
        var done = await db.WebhookTargets.Where(t => t.Id == targetId).ExecuteUpdateAsync(set => set.SetProperty(t => t.Events, chosen), cancellationToken) == 1;
        Tell(sellerId);
        return done;
    }

    /// <summary>Removes an address with its log. False when there is none such.</summary>
    public async Task<bool> RemoveAsync(Guid sellerId, Guid targetId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var done = await db.WebhookTargets.Where(t => t.Id == targetId).ExecuteDeleteAsync(cancellationToken) == 1;
        Tell(sellerId);
        return done;
    }

    /// <summary>Sends an address a test message. False when there is none such.</summary>
    public async Task<bool> TestAsync(Guid sellerId, Guid targetId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.WebhookTargets.AnyAsync(t => t.Id == targetId, cancellationToken))
        {
            return false;
        }

        await outbox.AddAsync(db, targetId, "test", JsonSerializer.SerializeToElement(new { text = "This address receives webhooks." }), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Tell(sellerId);
        return true;
    }

    /// <summary>One page of the log, newest first.</summary>
    public async Task<Page<WebhookMessage>> MessagesAsync(Guid sellerId, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var messages = db.WebhookMessages.AsNoTracking();
        var total = await messages.CountAsync(cancellationToken);
        return new Page<WebhookMessage>(await messages.OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id).Skip(skip).Take(take).ToListAsync(cancellationToken), total);
    }

    /// <summary>Sends a message again, as it was. False when there is none such.</summary>
    public async Task<bool> RedeliverAsync(Guid sellerId, Guid messageId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.WebhookMessages.SingleOrDefaultAsync(m => m.Id == messageId, cancellationToken) is not { } message)
        {
            return false;
        }

        (message.State, message.Attempts, message.NextAt, message.Problem) = (WebhookMessageState.Waiting, 0, time.GetUtcNow(), null);
        await db.SaveChangesAsync(cancellationToken);
        await outbox.EnqueueAsync(db, message, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Tell(sellerId);
        return true;
    }

    private string? ProblemOf(string? url, out Uri? address)
    {
        if (!Uri.TryCreate(url?.Trim(), UriKind.Absolute, out address) || address.Scheme is not ("https" or "http") || url!.Length > MaxUrlLength)
        {
            return "That is no web address. Write it in full, such as https://example.com/hooks.";
        }

        if (address.UserInfo.Length > 0)
        {
            return "The address must not contain a user name or password; the signature proves where a message comes from.";
        }

        var isInternal = address.IsLoopback || (IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var ip) && !PublicAddresses.IsPublic(ip));
        return options.Value.AllowInternalWebhooks ? null
            : isInternal ? "That address lies inside this server's own network, where webhooks must not go. Use one that is reachable from the internet."
            : address.Scheme != "https" ? "The address must begin with https, so that nobody on the way can read what is sent."
            : null;
    }

    private void Tell(Guid sellerId)
    {
        changes.Publish(new Change(sellerId, ChangeTopic.Alerts));
        signal.Wake();
    }
}
