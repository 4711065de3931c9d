using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Core.Platforms.Http;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>The one table from TikTok Shop's codes to what they mean. The code in the body decides, whatever the HTTP status is.</summary>
public static partial class TikTokErrors
{
    /// <summary>The order id is foreign or unknown.</summary>
    public const string ForeignOrder = "21008111";

    /// <summary>The delivery option is TikTok's own and has no providers to choose from.</summary>
    public const string NoProviders = "21008117";

    /// <summary>More results than a search may have.</summary>
    public const string TooManyResults = "12052180";

    /// <summary>Codes by which a parcel that has been announced already, or a number that is in use already, is refused.</summary>
    public static readonly IReadOnlySet<string> AlreadyShipped = new HashSet<string>
    {
        "11006021", "21008099", "21011006", "21011020", "21011025", "21011026", "21011027", "21011040", "21022025", "21023046", "21034012",
    };

    /// <summary>Codes for a list of warehouses that is not the one that the SKU has.</summary>
    public static readonly IReadOnlySet<string> WrongWarehouses = new HashSet<string>
    {
        "12019022", "12019028", "12052097", "12052530", "12052531", "12052533",
    };

    private static readonly HashSet<string> MissingProducts = ["12019150", "12052032", "12052048", "12052260", "12052901"];

    private static readonly HashSet<string> Passing =
    [
        "36009003", "36009007", "10002014", "10002015", "10037002", "10037003", "10037004",
        "11001027", "11001031", "11006005", "11006010", "11006026", "11034023", "11034025", "11034037",
        "21001003", "21001008", "21001011", "21001029", "21001043", "21001055", "21008300", "21022026", "21022029", "21023022", "21023034",
        "21042001", "21042076",
    ];

    /// <summary>Whether a product cannot be read in detail (deleted, frozen, gone).</summary>
    public static bool IsMissingProduct(string? code) => code is not null && MissingProducts.Contains(code);

    /// <summary>Whether the same request may succeed later.</summary>
    public static bool IsPassing(string code) => Passing.Contains(code);

    /// <summary>Judges an answer; null when it is a success.</summary>
    public static PlatformFailure? Judge(PlatformResponse response, TimeProvider time)
    {
        if (ReadEnvelope(response) is not var (code, message, requestId))
        {
            return ByStatus(response, time);
        }

        if (code == "0")
        {
            return null;
        }

        return Explain(code, message) with { RawCode = code, RequestId = requestId, Field = FieldOf(message), RetryAfter = RetryAfter(response, time) };
    }

    /// <summary>What a code means, and what to do about it.</summary>
    public static PlatformFailure Explain(string code, string message) => code switch
    {
        "36009002" => new(FailureKind.Throttled, "TikTok Shop asks for a pause: too many calls in a short time."),
        "105002" => new(FailureKind.TokenRefused, "TikTok Shop says that the access to this shop has expired. Connect the shop again."),
        "36009004" => ClassifyByMessage(message),
        "105005" => new(FailureKind.NeedsReauthorization, "The app may not do this for the shop. Enable the missing scope in TikTok Shop Partner Center, then connect the shop again."),
        "101000" => new(FailureKind.NeedsReauthorization, "The authorisation does not cover this shop any more. Connect the shop again."),
        "106001" => new(FailureKind.Rejected, $"TikTok Shop does not accept the signature. Check {TikTokOptions.Section}:{nameof(TikTokOptions.AppSecret)}."),
        "36009033" => new(FailureKind.Rejected, "TikTok Shop does not accept calls from this machine's address. Add it to the app's IP allow list in Partner Center."),
        "36004001" or "36004005" => new(FailureKind.NeedsReauthorization, "TikTok Shop does not accept the stored authorisation any more. Connect the shop again."),
        "36004004" => new(FailureKind.Rejected, "The authorisation code is used or older than 30 minutes. Start connecting again."),
        "21011044" => new(FailureKind.Rejected, "The buyer can still cancel this order. Ship it when TikTok Shop shows it as awaiting shipment, an hour after payment."),
        "21008106" => new(FailureKind.Rejected, "TikTok Shop does not offer this way of shipping in the shop's market."),
        "21011022" or "11028006" => new(FailureKind.Rejected, "TikTok Shop knows neither this tracking number nor this carrier together. Check both."),
        "21011025" or "21034012" => new(FailureKind.Rejected, "This tracking number has been used for another parcel. Check the number."),
        "21011007" or "21008044" => new(FailureKind.Rejected, "The buyer has a request open for this order. Answer it in TikTok Shop Seller Center first."),
        "21011041" or "21011042" => new(FailureKind.Rejected, "The order is cancelled. Do not ship it."),
        "21008025" => new(FailureKind.Rejected, "TikTok Shop ships this order itself."),
        "21011043" => new(FailureKind.Rejected, "TikTok Shop does not have this parcel as shipped, so there is no number to change."),
        "21011049" => new(FailureKind.Rejected, "TikTok Shop does not let this tracking number be changed any more: once, and within 72 hours after shipping."),
        "21011050" => new(FailureKind.Rejected, "TikTok Shop lets a tracking number be changed within 72 hours after shipping only. Ask its seller support."),
        "21011051" => new(FailureKind.Rejected, "TikTok Shop lets a tracking number be changed once only. Ask its seller support."),
        "21011048" => new(FailureKind.Rejected, "The order has several parcels waiting. Say which items are in this one."),
        "21011035" or "21011036" => new(FailureKind.Rejected, "TikTok Shop does not allow this split. In this market all items of one SKU go into the same package."),
        "21023035" or "21042104" => new(FailureKind.Rejected, "The label can be had once the parcel is arranged. Buy it first."),
        "21042102" => new(FailureKind.Rejected, "The carrier has the parcel already; its label cannot be printed any more."),
        "25001021" or "25001015" => new(FailureKind.Rejected, "TikTok Shop does not allow this reason for an order in this state. Choose another reason."),
        "25001045" => new(FailureKind.Rejected, "The order is shipped already and can no longer be cancelled. Agree a return with the buyer instead."),
        "25001051" or "25001011" => new(FailureKind.Rejected, "The order is completed or cancelled already, or a request for it is open."),
        "25005005" => new(FailureKind.Rejected, "TikTok Shop does not refund more than is left of what the buyer paid. Refund less."),
        "25001010" => new(FailureKind.Rejected, "TikTok Shop has refunded this already, or the order is cancelled."),
        "25005010" => new(FailureKind.Rejected, "In this market an order is cancelled as a whole."),
        "12052393" => new(FailureKind.Rejected, "The product is in a promotion that holds its stock; TikTok Shop does not allow a lower quantity until it ends."),
        _ when IsPassing(code) => new(FailureKind.Transient, "TikTok Shop has a problem of its own at the moment. The call is tried again."),
        _ => new(FailureKind.Rejected, $"TikTok Shop refused: {Words(message)}"),
    };

    // This code stands for a dozen different mistakes; TikTok Shop's own advice is to look at the message.
    private static PlatformFailure ClassifyByMessage(string message)
    {
        if (message.Contains("access_token", StringComparison.Ordinal) || message.Contains("access-token", StringComparison.Ordinal))
        {
            return new(FailureKind.TokenRefused, "TikTok Shop does not know the access to this shop any more. Connect the shop again.");
        }

        if (message.Contains("app_key", StringComparison.Ordinal))
        {
            return new(FailureKind.Rejected, $"TikTok Shop does not know the app. Check {TikTokOptions.Section}:{nameof(TikTokOptions.AppKey)}.");
        }

        return message.Contains("timestamp", StringComparison.Ordinal)
            ? new(FailureKind.Rejected, "This machine's clock is wrong: TikTok Shop accepts at most 5 minutes behind and 30 seconds ahead. Set the clock.")
            : new(FailureKind.Rejected, $"TikTok Shop refused: {Words(message)}");
    }

    private static PlatformFailure ByStatus(PlatformResponse response, TimeProvider time) => response.Status switch
    {
        429 => new(FailureKind.Throttled, "TikTok Shop asks for a pause: too many calls in a short time.") { RawCode = "HTTP 429", RetryAfter = RetryAfter(response, time) },
        >= 400 and < 500 => new(FailureKind.Rejected, $"TikTok Shop refused the call with HTTP {response.Status} and no reason.") { RawCode = $"HTTP {response.Status}" },
        _ => new(FailureKind.Transient, $"TikTok Shop answered HTTP {response.Status} with nothing that can be read.") { RawCode = $"HTTP {response.Status}", RetryAfter = RetryAfter(response, time) },
    };

    private static (string Code, string Message, string? RequestId)? ReadEnvelope(PlatformResponse response)
    {
        try
        {
            using var document = JsonDocument.Parse(response.Body);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("code", out var code)
                ? (code.ToString(), Text(root, "message") ?? "", Text(root, "request_id"))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static TimeSpan? RetryAfter(PlatformResponse response, TimeProvider time)
    {
        var header = response.Header("Retry-After");
        if (int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) && until > time.GetUtcNow()
            ? until - time.GetUtcNow()
            : null;
    }

    private static string? FieldOf(string message) => FieldName().Match(message) is { Success: true } match ? match.Groups[1].Value : null;

    private static string Words(string message) => message.Length == 0 ? "no reason given." : message.Length <= 300 ? message : message[..300] + "…";

    [GeneratedRegex(@"param (?:body|query)\.([\w.\[\]]+) is")]
    private static partial Regex FieldName();
}
