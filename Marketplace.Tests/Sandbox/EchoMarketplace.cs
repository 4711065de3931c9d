using Marketplace.Sandbox;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Tests.Sandbox;

/// <summary>A marketplace that says what it was asked, for tests of the sandbox's own ground.</summary>
internal sealed class EchoMarketplace : ISandboxMarketplace
{
    private readonly List<string> orders = [];

    public EchoMarketplace()
    {
        Operations = new OperationTable()
            .Add("getThing", "GET", "api", "/v1/things/{id}", Echo)
            .Add("getBestThing", "GET", "api", "/v1/things/best", Echo)
            .Add("putThing", "PUT", "api", "/v1/things/{id}", Echo, rate: 0.001, burst: 2)
            .Add("token", "POST", "auth", "/token", Echo);
    }

    public string Key => "echo";

    public IReadOnlyDictionary<string, string> Hosts { get; } = new Dictionary<string, string> { ["api"] = "api.echo.example", ["auth"] = "auth.echo.example" };

    public OperationTable Operations { get; }

    public SandboxCredentials Credentials { get; } = new(new Dictionary<string, string> { ["ClientId"] = "echo-id" }, "/sandbox/echo/auth/consent");

    public int Handled { get; private set; }

    public SandboxReply FaultReply(FaultKind kind, SandboxCall call) => SandboxReply.OfJson(kind == FaultKind.Throttle ? 429 : kind == FaultKind.Error ? 500 : 401, new { fault = kind.ToString() });

    public SandboxReply UnknownPath(SandboxCall call) => SandboxReply.OfJson(404, new { unknown = call.RawPath, host = call.Host });

    public IReadOnlyList<string> CreateOrders(int count, string? sku, int quantity)
    {
        if (sku == "none")
        {
            throw new KeyNotFoundException("There is no listing with the SKU none.");
        }

        orders.AddRange(Enumerable.Range(orders.Count + 1, count).Select(number => $"{sku}x{quantity}-{number}"));
        return orders[^count..];
    }

    public object? DescribeOrder(string orderId) => orders.Contains(orderId) ? new { id = orderId } : null;

    public object? DescribeListing(string sku) => sku == "A/1 b" ? new { sku, quantity = 3 } : null;

    public void Revoke() => orders.Clear();

    public object State() => new { orders = orders.Count };

    private SandboxReply Echo(SandboxCall call)
    {
        Handled++;
        return SandboxReply.OfJson(200, new { operation = call.Operation, host = call.Host, id = call.Path.GetValueOrDefault("id"), q = call.QueryValue("q"), fault = call.Fault?.ToString() });
    }
}
