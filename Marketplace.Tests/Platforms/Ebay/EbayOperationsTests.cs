using System.Reflection;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Ebay;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Platforms.Ebay;

public sealed class EbayOperationsTests
{
    private const double SecondsOfADay = 86_400;

    [Theory]
    [InlineData(100_000, nameof(EbayOperations.GetOrders), nameof(EbayOperations.GetOrder), nameof(EbayOperations.CreateShippingFulfillment), nameof(EbayOperations.GetShippingFulfillments))]
    [InlineData(2_000_000, nameof(EbayOperations.GetInventoryItems), nameof(EbayOperations.BulkGetInventoryItem), nameof(EbayOperations.GetInventoryItemGroup), nameof(EbayOperations.GetOffers), nameof(EbayOperations.BulkUpdatePriceQuantity))]
    [InlineData(10_000, nameof(EbayOperations.ExchangeCode))]
    [InlineData(50_000, nameof(EbayOperations.RefreshToken))]
    [InlineData(1_000, nameof(EbayOperations.ApplicationToken))]
    [InlineData(10_000, nameof(EbayOperations.GetPublicKey), nameof(EbayOperations.GetNotificationConfig), nameof(EbayOperations.UpdateNotificationConfig), nameof(EbayOperations.GetDestinations), nameof(EbayOperations.CreateDestination), nameof(EbayOperations.GetSubscriptions), nameof(EbayOperations.CreateSubscription), nameof(EbayOperations.EnableSubscription), nameof(EbayOperations.TestSubscription))]
    [InlineData(100_000, nameof(EbayOperations.IssueRefund))]
    [InlineData(5_000, nameof(EbayOperations.CheckCancellationEligibility), nameof(EbayOperations.CreateCancellation), nameof(EbayOperations.SearchCancellations), nameof(EbayOperations.ApproveCancellation), nameof(EbayOperations.RejectCancellation))]
    [InlineData(5_000, nameof(EbayOperations.GetDefaultCategoryTreeId), nameof(EbayOperations.GetCategoryTree))]
    [InlineData(5_000, nameof(EbayOperations.GetSellerList))]
    [InlineData(5_000, nameof(EbayOperations.GetItem))]
    [InlineData(5_000, nameof(EbayOperations.ReviseInventoryStatus))]
    public void Plans_OfOneQuota_StayWithinTheDay(int quota, params string[] operations)
    {
        var most = operations.Select(Plan).Sum(plan => plan.Burst + plan.RatePerSecond * SecondsOfADay);

        Assert.InRange(most, 0, quota);
    }

    [Theory]
    [InlineData("2026-01-10T07:59:00Z", "2026-01-10T08:00:00Z")]
    [InlineData("2026-01-10T08:00:00Z", "2026-01-11T08:00:00Z")]
    [InlineData("2026-07-01T12:00:00Z", "2026-07-02T07:00:00Z")]
    public void Quota_Gone_ComesBackAtMidnightPacific(string now, string expected)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));

        var failure = new EbayErrors(clock).Judge(Answer(429, """{"errors":[{"errorId":2001,"domain":"ACCESS","message":"Too many requests."}]}"""), inventory: false)!;

        Assert.Equal(FailureKind.Throttled, failure.Kind);
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), clock.GetUtcNow() + failure.RetryAfter!.Value);
    }

    [Theory]
    [InlineData(401, 1001, false, FailureKind.TokenRefused)]
    [InlineData(403, 1100, true, FailureKind.TokenRefused)]
    [InlineData(403, 1100, false, FailureKind.NeedsReauthorization)]
    [InlineData(403, 215120, false, FailureKind.Rejected)]
    [InlineData(400, 32300, false, FailureKind.Rejected)]
    [InlineData(409, 25025, true, FailureKind.Transient)]
    [InlineData(500, 30500, false, FailureKind.Transient)]
    public void Judge_Refusal_MeansWhatTheTableSays(int status, int errorId, bool inventory, FailureKind expected)
    {
        var failure = new EbayErrors(TimeProvider.System).Judge(Answer(status, $$"""{"errors":[{"errorId":{{errorId}},"message":"x"}]}"""), inventory)!;

        Assert.Equal(expected, failure.Kind);
        Assert.Equal($"{errorId}", failure.RawCode);
    }

    [Fact]
    public void Judge_404WithoutABody_PointsAtTheHostSettings()
    {
        var failure = new EbayErrors(TimeProvider.System).Judge(Answer(404, ""), inventory: false)!;

        Assert.Contains("Platforms:Ebay:ApiUrl", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_HtmlFromAnEdge_IsStillClassed()
    {
        var errors = new EbayErrors(TimeProvider.System);

        Assert.Equal(FailureKind.Transient, errors.Judge(Answer(503, "<html>busy</html>"), inventory: false)!.Kind);
        Assert.Equal("HTTP 411", errors.Judge(Answer(411, "<html>Length Required</html>"), inventory: false)!.RawCode);
    }

    [Theory]
    [InlineData("4085.0", 408500)]
    [InlineData("0.0", 0)]
    [InlineData("70.33", 7033)]
    [InlineData("-5.5", -550)]
    public void Money_InEbaysStyle_IsReadExactly(string value, long cents) => Assert.Equal(cents, EbayMoney.Of(new EbayAmount(value, "USD"), "total").Minor);

    private static OperationPlan Plan(string name) =>
        (OperationPlan)typeof(EbayOperations).GetField(name, BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    private static PlatformResponse Answer(int status, string body) => new(status, System.Text.Encoding.UTF8.GetBytes(body), new Dictionary<string, string>());
}
