using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Alerts;
using Marketplace.Core.Alerts.Mail;
using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Core.Inventory.LowStock;
using Marketplace.Web.Auth;
using Marketplace.Web.Endpoints.Pipeline;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Alerts, and where they go.</summary>
public static class AlertEndpoints
{
    private const int MaxPageSize = 500;
    private const string NoAlert = "There is no such alert here.";
    private const string NoTarget = "There is no such address here.";

    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapAlerts(this RouteGroupBuilder group)
    {
        group.MapGet("/alerts", ListAsync).Needs(Right.ViewAlerts).WithSummary("Alerts, newest first, page by page: new ones, all open ones, or resolved ones.");
        group.MapPost("/alerts/{alertId:guid}/acknowledge", AcknowledgeAsync).Needs(Right.EditSettings).WithSummary("Notes that somebody has seen an alert; it stays open until its cause is gone.").WithMissing();
        group.MapPost("/alerts/{alertId:guid}/snooze", SnoozeAsync).Needs(Right.EditSettings).WithSummary("Keeps an alert from being new for some hours.").WithMissing();
        group.MapGet("/alerts/settings", ReadSettingsAsync).Needs(Right.EditSettings).Produces<SettingsBody>().Produces(StatusCodes.Status304NotModified)
            .WithSummary("At how many items stock counts as low, and where alerts are mailed to. The ETag is for If-Match.");
        group.MapPut("/alerts/settings", SaveSettingsAsync).Needs(Right.EditSettings).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithSummary("Changes those settings. With If-Match, only when nobody has changed them meanwhile.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapGet("/alerts/webhooks", TargetsAsync).Needs(Right.EditSettings).WithSummary("Addresses that events are posted to, and which each is told of.");
        group.MapPost("/alerts/webhooks", AddTargetAsync).Needs(Right.EditSettings)
            .WithSummary("Adds an address; the answer holds the key of its signatures, this once.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapDelete("/alerts/webhooks/{targetId:guid}", RemoveTargetAsync).Needs(Right.EditSettings).WithSummary("Removes an address and its log.").WithMissing();
        group.MapPost("/alerts/webhooks/{targetId:guid}/test", TestTargetAsync).Needs(Right.EditSettings).WithSummary("Posts a test message to an address.").WithMissing();
        group.MapPut("/alerts/webhooks/{targetId:guid}/events", ChooseAsync).Needs(Right.EditSettings).WithSummary("Chooses which events an address is told of; null for all.")
            .WithMissing().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapPost("/alerts/webhooks/{targetId:guid}/replay", ReplayAsync).Needs(Right.EditSettings)
            .WithSummary("Posts again what an address was told in a span of time, in the old order and under the old ids; at most 10,000 messages.")
            .WithMissing().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapGet("/alerts/webhooks/messages", MessagesAsync).Needs(Right.EditSettings).WithSummary("What was posted, newest first, and how that went.");
        group.MapPost("/alerts/webhooks/messages/{messageId:guid}/redeliver", RedeliverAsync).Needs(Right.EditSettings).WithSummary("Posts a message again, as it was.").WithMissing();
    }

    private static RouteHandlerBuilder WithMissing(this RouteHandlerBuilder route) => route.ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Ok<AlertPage>> ListAsync(
        HttpContext http, AlertQueries alerts, CancellationToken cancellationToken,
        AlertFilter show = AlertFilter.New, [Range(1, 1_000_000)] int page = 1, [Range(1, MaxPageSize)] int pageSize = 50)
    {
        var found = await alerts.ListAsync(http.User.SellerId(), show, (page - 1) * pageSize, pageSize, cancellationToken);
        return TypedResults.Ok(new AlertPage([.. found.Items.Select(AlertAnswer.Of)], found.Total, page, pageSize));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> AcknowledgeAsync(Guid alertId, HttpContext http, AlertQueries alerts, CancellationToken cancellationToken) =>
        Answer(await alerts.AcknowledgeAsync(http.User.SellerId(), alertId, http.User.Identity?.Name ?? "api", cancellationToken), NoAlert);

    private static async Task<Results<NoContent, ProblemHttpResult>> SnoozeAsync(
        Guid alertId, SnoozeBody body, HttpContext http, AlertQueries alerts, CancellationToken cancellationToken) =>
        Answer(await alerts.SnoozeAsync(http.User.SellerId(), alertId, TimeSpan.FromHours(body.Hours), cancellationToken), NoAlert);

    private static async Task<IResult> ReadSettingsAsync(HttpContext http, AlertMailSettings mail, LowStockThresholds thresholds, SettingsTag tag, CancellationToken cancellationToken) =>
        tag.Answer(http, await SettingsOfAsync(http, mail, thresholds, cancellationToken));

    private static async Task<SettingsBody> SettingsOfAsync(HttpContext http, AlertMailSettings mail, LowStockThresholds thresholds, CancellationToken cancellationToken) =>
        new(await thresholds.UsualAsync(http.User.SellerId(), cancellationToken), await mail.ReadAsync(http.User.SellerId(), cancellationToken));

    private static async Task<IResult> SaveSettingsAsync(
        SettingsBody body, HttpContext http, AlertMailSettings mail, LowStockThresholds thresholds, SettingsTag tag, CancellationToken cancellationToken)
    {
        if (tag.Refusal(http, await SettingsOfAsync(http, mail, thresholds, cancellationToken)) is { } changed)
        {
            return changed;
        }

        var problem = await mail.SaveAsync(http.User.SellerId(), body.MailTo, cancellationToken)
            ?? await thresholds.SetUsualAsync(http.User.SellerId(), body.LowStock, cancellationToken);
        return problem is null ? TypedResults.NoContent() : TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Ok<IReadOnlyList<TargetAnswer>>> TargetsAsync(HttpContext http, WebhookTargets webhooks, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<TargetAnswer>>(
            [.. (await webhooks.ListAsync(http.User.SellerId(), cancellationToken)).Select(t => new TargetAnswer(t.Id, t.Url, t.IsEnabled, t.CreatedAt, t.Events?.Split(',') ?? OutboundEvents.All))]);

    private static async Task<Results<Ok<NewTargetAnswer>, ProblemHttpResult>> AddTargetAsync(
        TargetBody body, HttpContext http, WebhookTargets webhooks, CancellationToken cancellationToken)
    {
        var added = await webhooks.AddAsync(http.User.SellerId(), body.Url, cancellationToken);
        return added.Problem is { } problem
            ? TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity)
            : TypedResults.Ok(new NewTargetAnswer(added.Id, added.Secret));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveTargetAsync(Guid targetId, HttpContext http, WebhookTargets webhooks, CancellationToken cancellationToken) =>
        Answer(await webhooks.RemoveAsync(http.User.SellerId(), targetId, cancellationToken), NoTarget);

    private static async Task<Results<NoContent, ProblemHttpResult>> TestTargetAsync(Guid targetId, HttpContext http, WebhookTargets webhooks, CancellationToken cancellationToken) =>
        Answer(await webhooks.TestAsync(http.User.SellerId(), targetId, cancellationToken), NoTarget);

    private static async Task<Results<NoContent, ProblemHttpResult>> ChooseAsync(Guid targetId, EventsBody body, HttpContext http, WebhookTargets webhooks, CancellationToken cancellationToken)
    {
        try
        {
            return Answer(await webhooks.ChooseAsync(http.User.SellerId(), targetId, body.Events, cancellationToken), NoTarget);
        }
        catch (ArgumentException exception)
        {
            return TypedResults.Problem(exception.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static async Task<Results<Ok<ReplayAnswer>, ProblemHttpResult>> ReplayAsync(
        Guid targetId, ReplayBody body, HttpContext http, WebhookReplay replay, CancellationToken cancellationToken) =>
        body.Until <= body.From ? TypedResults.Problem("The span must end after it begins.", statusCode: StatusCodes.Status422UnprocessableEntity)
        : await replay.ReplayAsync(http.User.SellerId(), targetId, body.From, body.Until, cancellationToken) is { } count ? TypedResults.Ok(new ReplayAnswer(count))
        : TypedResults.Problem(NoTarget, statusCode: StatusCodes.Status404NotFound);

    private static async Task<Ok<MessagePage>> MessagesAsync(
        HttpContext http, WebhookTargets webhooks, CancellationToken cancellationToken, [Range(1, 1_000_000)] int page = 1, [Range(1, MaxPageSize)] int pageSize = 50)
    {
        var found = await webhooks.MessagesAsync(http.User.SellerId(), (page - 1) * pageSize, pageSize, cancellationToken);
        return TypedResults.Ok(new MessagePage([.. found.Items.Select(MessageAnswer.Of)], found.Total, page, pageSize));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RedeliverAsync(Guid messageId, HttpContext http, WebhookTargets webhooks, CancellationToken cancellationToken) =>
        Answer(await webhooks.RedeliverAsync(http.User.SellerId(), messageId, cancellationToken), "There is no such message here.");

    private static Results<NoContent, ProblemHttpResult> Answer(bool done, string missing) =>
        done ? TypedResults.NoContent() : TypedResults.Problem(missing, statusCode: StatusCodes.Status404NotFound);

    /// <summary>A page of alerts.</summary>
    public sealed record AlertPage(IReadOnlyList<AlertAnswer> Alerts, int Total, int Page, int PageSize);

    /// <summary>An alert. Times are UTC; <paramref name="Link"/> is relative to the application's address.</summary>
    public sealed record AlertAnswer(
        Guid Id, string Kind, AlertSeverity Severity, string Title, string Text, string Link, DateTimeOffset RaisedAt, DateTimeOffset? ResolvedAt,
        DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy, DateTimeOffset? SnoozedUntil)
    {
        internal static AlertAnswer Of(Alert a) => new(
            a.Id, a.Kind, a.Severity, a.Title, a.Text, a.Link, a.RaisedAt, a.ResolvedAt, a.AcknowledgedAt, a.AcknowledgedBy, a.SnoozedUntil);
    }

    /// <summary>For how many hours.</summary>
    public sealed record SnoozeBody([property: Range(1, 24 * 90)] int Hours);

    /// <summary>Items at which stock counts as low where an item names no number, and the e-mail address; null for none.</summary>
    public sealed record SettingsBody(int LowStock, string? MailTo);

    /// <summary>An address on the internet, with https.</summary>
    public sealed record TargetBody([property: Required] string Url);

    /// <summary>An address.</summary>
    public sealed record TargetAnswer(Guid Id, string Url, bool IsEnabled, DateTimeOffset CreatedAt, IReadOnlyList<string> Events);

    /// <summary>Events to be told of; null for all.</summary>
    public sealed record EventsBody(IReadOnlyList<string>? Events);

    /// <summary>A span of time, UTC; the end is not part of it.</summary>
    public sealed record ReplayBody(DateTimeOffset From, DateTimeOffset Until);

    /// <summary>How many messages are posted again.</summary>
    public sealed record ReplayAnswer(int Messages);

    /// <summary>A new address, with the key of its signatures.</summary>
    public sealed record NewTargetAnswer(Guid Id, string Secret);

    /// <summary>A page of messages.</summary>
    public sealed record MessagePage(IReadOnlyList<MessageAnswer> Messages, int Total, int Page, int PageSize);

    /// <summary>A message and how sending it went. Times are UTC.</summary>
    public sealed record MessageAnswer(
        Guid Id, Guid TargetId, string Type, string Body, WebhookMessageState State, int Attempts, int? LastStatus, string? Problem, DateTimeOffset CreatedAt, DateTimeOffset? NextAt)
    {
        internal static MessageAnswer Of(WebhookMessage m) => new(m.Id, m.TargetId, m.Happening, m.Body, m.State, m.Attempts, m.LastStatus, m.Problem, m.CreatedAt, m.NextAt);
    }
}
