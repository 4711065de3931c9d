using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Returns;

/// <summary>A return with what can be done about it.</summary>
/// <param name="Return">The return.</param>
/// <param name="Answer">The seller's last answer; null where none was given.</param>
/// <param name="Obstacle">Why it cannot be answered now, in plain words; null when it can.</param>
public sealed record ReturnChoice(OrderReturn Return, ReturnAnswer? Answer, string? Obstacle);

/// <summary>An open return with its order.</summary>
/// <param name="Return">The return.</param>
/// <param name="Marketplace">Key of the marketplace.</param>
/// <param name="ExternalOrderId">The marketplace's order id.</param>
/// <param name="Summary">What the order is of.</param>
public sealed record OpenReturn(OrderReturn Return, string Marketplace, string ExternalOrderId, string Summary);

/// <summary>Shows returns and takes the seller's answers: each is stored with its durable work, and given exactly once.</summary>
public sealed class AnswerReturns(MarketplaceDb database, PlatformCatalog platforms, ActionSteps steps, IConnectionContexts contexts)
{
    /// <summary>Kind of the work that gives an answer.</summary>
    public const string AnswerWork = "return.answer";

    /// <summary>Most open returns that are listed.</summary>
    public const int MostOpen = 500;

    /// <summary>Returns that wait for the seller, the most urgent first.</summary>
    public async Task<IReadOnlyList<OpenReturn>> OpenAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await (
            from r in db.Set<OrderReturn>().AsNoTracking()
            where r.Question != null
            join o in db.Orders on r.OrderId equals o.Id
            orderby r.AnswerBy == null, r.AnswerBy, r.Id
            select new OpenReturn(r, o.Marketplace, o.ExternalId, o.Summary)).Take(MostOpen).ToListAsync(cancellationToken);
    }

    /// <summary>An order's returns, the oldest first.</summary>
    public async Task<IReadOnlyList<ReturnChoice>> OfOrderAsync(Guid sellerId, Guid orderId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var returns = await db.Set<OrderReturn>().AsNoTracking().Where(r => r.OrderId == orderId).ToListAsync(cancellationToken);
        if (returns.Count == 0)
        {
            return [];
        }

        var answers = (await db.Set<ReturnAnswer>().AsNoTracking().Where(a => a.OrderId == orderId).ToListAsync(cancellationToken)).ToLookup(a => a.ReturnId);
        var store = await db.Connections.AsNoTracking().SingleAsync(c => c.Id == returns[0].ConnectionId, cancellationToken);
        return [.. returns.OrderBy(r => r.CreatedAt).Select(r => new ReturnChoice(r, answers[r.Id].MaxBy(a => a.CreatedAt), Obstacle(r, [.. answers[r.Id]], store)))];
    }

    /// <summary>Reasons that the marketplace takes for a no, asked of it now; null when the seller has no such return.</summary>
    /// <exception cref="PlatformException">The marketplace could not be asked.</exception>
    public async Task<IReadOnlyList<RefusalReason>?> RefusalReasonsAsync(Guid sellerId, Guid returnId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        if (await db.Set<OrderReturn>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == returnId, cancellationToken) is not { } stored)
        {
            return null;
        }

        var connection = await contexts.OpenAsync(stored.ConnectionId, CallPriority.Person, cancellationToken);
        return platforms.Get(connection.Marketplace).Returns is { } desk ? await desk.RefusalReasonsAsync(connection, stored.ExternalId, cancellationToken) : [];
    }

    /// <summary>Answers a return.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="returnId">The return.</param>
    /// <param name="accepts">Yes or no.</param>
    /// <param name="reason">The marketplace's name of the reason; needed for a no.</param>
    /// <param name="comment">A word to go with a no; at most <see cref="ReturnAnswer.MaxComment"/> characters.</param>
    /// <param name="actor">Who answers, for the timeline.</param>
    /// <param name="cancellationToken">Leaves it unanswered.</param>
    public async Task<ActionVerdict> AnswerAsync(Guid sellerId, Guid returnId, bool accepts, string? reason, string? comment, string actor, CancellationToken cancellationToken)
    {
        if (!accepts && string.IsNullOrWhiteSpace(reason))
        {
            return ActionVerdict.Refused("Choose why you refuse; the marketplace asks for a reason.");
        }

        if (comment?.Length > ReturnAnswer.MaxComment)
        {
            return ActionVerdict.Refused($"The comment has {comment.Length} characters; at most {ReturnAnswer.MaxComment} are sent.");
        }

        var (verdict, orderId) = await WriterRace.RunAsync(() => AddAsync(sellerId, returnId, accepts, reason, comment, actor, cancellationToken));
        if (verdict.Outcome == ActionOutcome.Accepted)
        {
            steps.Announce(sellerId, orderId);
        }

        return verdict;
    }

    private async Task<(ActionVerdict Verdict, Guid OrderId)> AddAsync(
        Guid sellerId, Guid returnId, bool accepts, string? reason, string? comment, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Set<OrderReturn>().SingleOrDefaultAsync(r => r.Id == returnId, cancellationToken) is not { } stored)
        {
            return (ActionVerdict.Unknown, Guid.Empty);
        }

        var earlier = await db.Set<ReturnAnswer>().AsNoTracking().Where(a => a.ReturnId == returnId).ToListAsync(cancellationToken);
        var store = await db.Connections.AsNoTracking().SingleAsync(c => c.Id == stored.ConnectionId, cancellationToken);
        if (Obstacle(stored, earlier, store) is { } obstacle)
        {
            return (ActionVerdict.Refused(obstacle), stored.OrderId);
        }

        // Writing the return lets its version catch a second answer in the same moment.
        db.Entry(stored).State = EntityState.Modified;
        var order = await db.Orders.AsNoTracking().SingleAsync(o => o.Id == stored.OrderId, cancellationToken);
        var answer = new ReturnAnswer
        {
            ReturnId = returnId,
            Question = stored.Question!.Value,
            Accepts = accepts,
            Reason = accepts ? null : reason,
            Comment = accepts || string.IsNullOrWhiteSpace(comment) ? null : comment.Trim(),
        };
        await steps.AddAsync(db, answer, order, AnswerWork, new Said($"Answering {(accepts ? "yes" : "no")} to the return: {ReturnWords.Of(stored.Question.Value)}", actor), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (new ActionVerdict(ActionOutcome.Accepted, $"{platforms.Get(new MarketplaceKey(order.Marketplace)).Descriptor.Name} is being told.", answer.Id), stored.OrderId);
    }

    private string? Obstacle(OrderReturn stored, IReadOnlyCollection<ReturnAnswer> answers, Connection store) => stored switch
    {
        { Question: null } => "Nothing is asked of you about this return.",
        _ when platforms.TryGet(store.Marketplace, out var platform) && platform.Returns is null => $"{platform.Descriptor.Name} takes answers to returns only on its own pages.",
        _ when store.State == ConnectionState.Disconnected => $"The store {store.StoreName} is not connected. Connect it again, then answer.",
        _ when answers.Any(a => ActionMoves.IsOpen(a.State)) => "Your answer is on its way already.",
        _ => null,
    };
}
