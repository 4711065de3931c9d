using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Core.Alerts.Errors;
using Marketplace.Core.Connections;
using Marketplace.Core.Insights.Health;
using Marketplace.Core.Platforms;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>How stores are, tests of them, and the error log.</summary>
public static class HealthEndpoints
{
    private const int MaxPageSize = 500;

    /// <summary>Maps the routes into the authorised group of <c>/api/v1/platforms</c>.</summary>
    public static void MapStoreHealth(this RouteGroupBuilder group)
    {
        group.MapGet("/connections/health", ListAsync).Needs(Right.ViewStores).WithSummary("How each store is: green, yellow or red, and by which rules; authorisation, quotas, lag, error rate.");
        group.MapPost("/connections/{platform}/test", TestAsync).Needs(Right.EditStores)
            .WithSummary("Tests every store of a marketplace step by step, and says what is wrong and how to mend it.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/connections/{id:guid}/test", TestOneAsync).Needs(Right.EditStores).WithSummary("The same for one store.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/errors", ErrorsAsync).Needs(Right.ViewStores).WithSummary("Errors by their causes, the latest first, page by page; searched by words, operation, code or request id.");
        group.MapPost("/errors/{causeId:guid}/resolve", ResolveAsync).Needs(Right.EditStores)
            .WithSummary("Notes that a cause is resolved; if it comes again, it is open again.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<IReadOnlyList<HealthAnswer>>> ListAsync(HttpContext http, HealthQueries health, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<HealthAnswer>>([.. (await health.ListAsync(http.User.SellerId(), cancellationToken)).Select(HealthAnswer.Of)]);

    private static async Task<Results<Ok<IReadOnlyList<TestAnswer>>, ProblemHttpResult>> TestAsync(
        string platform, HttpContext http, ConnectionQueries connections, StoreTest test, PlatformCatalog catalog, CancellationToken cancellationToken)
    {
        var key = catalog.TryGet(platform, out var known) ? known.Key.Value : throw new UnknownMarketplaceException(platform);
        var answers = new List<TestAnswer>();
        foreach (var store in (await connections.ListAsync(http.User.SellerId(), cancellationToken)).Where(s => s.Marketplace == key && s.State != ConnectionState.Disconnected))
        {
            answers.Add(new TestAnswer(store.Id, store.StoreName, await test.RunAsync(http.User.SellerId(), store.Id, cancellationToken)));
        }

        return answers.Count > 0
            ? TypedResults.Ok<IReadOnlyList<TestAnswer>>(answers)
            : TypedResults.Problem($"You have no store on {known.Descriptor.Name}. Connect one first.", statusCode: StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<StoreTestResult>> TestOneAsync(Guid id, HttpContext http, StoreTest test, CancellationToken cancellationToken) =>
        TypedResults.Ok(await test.RunAsync(http.User.SellerId(), id, cancellationToken));

    private static async Task<Ok<ErrorPage>> ErrorsAsync(
        HttpContext http, ErrorQueries errors, CancellationToken cancellationToken, bool resolved = false, string? search = null, string? platform = null,
        [Range(1, int.MaxValue)] int page = 1, [Range(1, MaxPageSize)] int pageSize = 50)
    {
        var found = await errors.ListAsync(http.User.SellerId(), new ErrorFilter(resolved, search, platform), (page - 1) * pageSize, pageSize, cancellationToken);
        return TypedResults.Ok(new ErrorPage([.. found.Items.Select(ErrorAnswer.Of)], found.Total, page, pageSize));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ResolveAsync(Guid causeId, HttpContext http, ErrorQueries errors, CancellationToken cancellationToken) =>
        await errors.ResolveAsync(http.User.SellerId(), causeId, http.User.Identity?.Name ?? "api", cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.Problem("There is no such open cause here.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>A store's health. Times are UTC.</summary>
    public sealed record HealthAnswer(
        Guid Id, string Platform, string StoreName, string Level, IReadOnlyList<HealthFinding> Findings, DateTimeOffset? LastHealthyAt, DateTimeOffset? AuthorizationExpiresAt,
        IReadOnlyList<CallQuota> Quotas, DateTimeOffset? LastOrderAt, DateTimeOffset? OrdersReadUntil, int CallsLastHour, double ErrorRate, int Throttled, bool CircuitOpen)
    {
        internal static HealthAnswer Of(StoreHealth health) => new(
            health.Facts.Store.Id, health.Facts.Store.Marketplace, health.Facts.Store.StoreName, health.Level.ToString(), health.Findings, health.Facts.Store.LastHealthyAt,
            health.Facts.Store.AuthorizationExpiresAt, health.Facts.Quotas, health.Facts.LastOrderAt, health.Facts.ReadUntil, health.Facts.Calls, health.Facts.ErrorRate,
            health.Facts.Throttled, health.Facts.CircuitIsOpen);
    }

    /// <summary>A test of a store.</summary>
    public sealed record TestAnswer(Guid Id, string StoreName, StoreTestResult Result);

    /// <summary>A page of causes.</summary>
    public sealed record ErrorPage(IReadOnlyList<ErrorAnswer> Errors, int Total, int Page, int PageSize);

    /// <summary>A cause. Times are UTC.</summary>
    public sealed record ErrorAnswer(
        Guid Id, Guid? ConnectionId, string Platform, ErrorKind Kind, string Operation, string? Code, string Message, string? RequestId, int Count,
        DateTimeOffset FirstAt, DateTimeOffset LastAt, DateTimeOffset? ResolvedAt, string? ResolvedBy)
    {
        internal static ErrorAnswer Of(ErrorCause c) => new(
            c.Id, c.ConnectionId, c.Marketplace, c.Kind, c.Operation, c.Code, c.Message, c.RequestId, c.Count, c.FirstAt, c.LastAt, c.ResolvedAt, c.ResolvedBy);
    }
}
