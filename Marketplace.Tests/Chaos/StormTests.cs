using System.Globalization;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox.Faults;
using Marketplace.Tests.Contract;

namespace Marketplace.Tests.Chaos;

/// <summary>
/// A full sync and a bulk shipment while marketplaces fail. A few storms of all faults run always; <c>MARKETPLACE_STORM=1</c> adds
/// each kind of fault on each operation by itself, which takes an hour or two.
/// </summary>
public sealed class StormTests(ITestOutputHelper output)
{
    private const string Flag = "MARKETPLACE_STORM";
    private static readonly string[] Marketplaces = ["ebay", "amazon", "tiktok"];

    /// <summary>Kinds of faults that come over every operation of every marketplace at once.</summary>
    public static TheoryData<string> Weathers => ["Throttle Error", "Timeout Reset", "ExpiredToken Partial Ignored"];

    /// <summary>Each operation that the product calls, with each kind of fault; one row that skips itself without the flag.</summary>
    public static TheoryData<string, string, FaultKind> Everything => IsAsked
        ? new(from operation in OperationInUse.All
              from kind in Enum.GetValues<FaultKind>()
              select (operation.Plan.Marketplace.Value, operation.Plan.Name, kind))
        : new(("ebay", "getOrders", FaultKind.Error));

    private static bool IsAsked => Environment.GetEnvironmentVariable(Flag) == "1";

    [Theory]
    [MemberData(nameof(Weathers))]
    public async Task Day_WhileEveryOperationFails_EndsCompleteAndExactlyOnce(string weather)
    {
        var kinds = weather.Split(' ').Select(Enum.Parse<FaultKind>).ToList();
        await using var storm = await Storm.WeatherAsync(Marketplaces, faults =>
        {
            foreach (var (operation, i) in OperationInUse.All.Select((o, i) => (o.Plan, i)))
            {
                faults.Arm(operation.Marketplace.Value, operation.Name, kinds[i % kinds.Count], 1, null);
            }
        });

        await StormTruth.AssertAsync(storm);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Day_WhileOneOperationFails_EndsCompleteAndExactlyOnce(string marketplace, string operation, FaultKind kind)
    {
        Assert.SkipUnless(IsAsked, $"Set {Flag}=1 for each kind of fault on each operation.");

        // One refused token is renewed; a second refusal in a row means that the authorisation is gone, which is no fault in passing.
        var times = kind == FaultKind.ExpiredToken ? 1 : 3;
        await using var storm = await Storm.WeatherAsync([marketplace], faults => faults.Arm(marketplace, operation, kind, times, null));

        await StormTruth.AssertAsync(storm);
        var met = storm.App.Calls.Calls.Count(c => c.Marketplace == marketplace && c.Operation == operation && c.Fault is not null);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{operation} met {met} faults, {storm.App.Calls.Calls.Count} calls in all"));
    }
}
