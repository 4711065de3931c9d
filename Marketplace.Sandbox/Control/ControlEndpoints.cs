using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Control;

/// <summary>The hand on the sandbox: what tests and demos may do that no marketplace would allow.</summary>
public static class ControlEndpoints
{
    /// <summary>Maps <c>/sandbox/control</c>.</summary>
    public static void MapSandboxControl(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/sandbox/control").AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        group.MapGet("/state", (IEnumerable<ISandboxMarketplace> all) => all.ToDictionary(m => m.Key, m => m.State()));
        group.MapPost("/{marketplace}/orders", CreateOrders);
        group.MapGet("/{marketplace}/orders/{id}", (string marketplace, string id, IEnumerable<ISandboxMarketplace> all) => Found(all, marketplace, m => m.DescribeOrder(id)));
        group.MapPost("/{marketplace}/orders/{id}/return", (string marketplace, string id, IEnumerable<ISandboxMarketplace> all, bool sendsBack = true) =>
            Found(all, marketplace, m => m.AskForReturn(id, sendsBack) is { } made ? new { id = made } : null));
        group.MapPost("/{marketplace}/returns/{id}/sent", (string marketplace, string id, string tracking, IEnumerable<ISandboxMarketplace> all) =>
            Found(all, marketplace, m => m.SendBack(id, tracking) ? new { sent = true } : null));
        group.MapGet("/{marketplace}/listings/{**sku}", (string marketplace, string sku, IEnumerable<ISandboxMarketplace> all) => Found(all, marketplace, m => m.DescribeListing(WithSlashes(sku))));
        group.MapPost("/{marketplace}/revoke", (string marketplace, IEnumerable<ISandboxMarketplace> all) => Found(all, marketplace, m =>
        {
            m.Revoke();
            return new { revoked = true };
        }));
        group.MapPost("/faults", ArmFault);
        group.MapDelete("/faults", (FaultBox faults) =>
        {
            faults.Clear();
            return TypedResults.NoContent();
        });
        group.MapGet("/log", (CallLog log) => log.Calls);
        group.MapGet("/calls", (CallLog log) => log.Counts.Select(c => new { c.Key.Marketplace, c.Key.Operation, c.Key.Status, Count = c.Value }));
        group.MapGet("/credentials", (IEnumerable<ISandboxMarketplace> all) => all.ToDictionary(m => m.Key, m => m.Credentials.Values));
    }

    private static IResult CreateOrders(string marketplace, NewOrders body, IEnumerable<ISandboxMarketplace> all)
    {
        try
        {
            var (count, quantity) = (Math.Clamp(body.Count ?? 1, 1, 100_000), Math.Max(1, body.Quantity ?? 1));
            return Found(all, marketplace, m => new
            {
                ids = body.Seller is { } seller && m is ISandboxSellers sellers ? sellers.CreateOrders(seller, count, body.Sku, quantity) : m.CreateOrders(count, body.Sku, quantity),
            });
        }
        catch (KeyNotFoundException exception)
        {
            return TypedResults.Problem(exception.Message, statusCode: 404);
        }
    }

    private static IResult ArmFault(NewFault body, FaultBox faults)
    {
        if (!Enum.TryParse<FaultKind>(body.Kind?.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind))
        {
            return TypedResults.Problem("kind is one of throttle, error, timeout, reset, expired-token, partial, ignored.", statusCode: 400);
        }

        faults.Arm(body.Marketplace, body.Operation, kind, body.Count, body.Seconds);
        return TypedResults.NoContent();
    }

    /// <summary>Routing decodes all of a path but its slashes.</summary>
    private static string WithSlashes(string routeValue) => routeValue.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static IResult Found(IEnumerable<ISandboxMarketplace> all, string key, Func<ISandboxMarketplace, object?> read) =>
        all.FirstOrDefault(m => m.Key == key) is { } marketplace && read(marketplace) is { } value
            ? TypedResults.Ok(value)
            : TypedResults.Problem("Nothing is known under that name.", statusCode: 404);

    /// <summary>Body of a request for orders.</summary>
    /// <param name="Count">How many; 1 unless told.</param>
    /// <param name="Sku">What is bought; by the seed unless told.</param>
    /// <param name="Quantity">Items of it; 1 unless told.</param>
    /// <param name="Seller">In whose store, where a marketplace has several sellers.</param>
    public sealed record NewOrders(int? Count, string? Sku, int? Quantity, string? Seller = null);

    /// <summary>Body of a request for a fault.</summary>
    public sealed record NewFault(string Marketplace, string? Operation, string? Kind, int? Count, double? Seconds);
}
