using System.Globalization;
using System.Text.Json;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Http;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>The one table from eBay's refusals to what they mean for us.</summary>
internal sealed class EbayErrors(TimeProvider time)
{
    private static readonly HashSet<int> Passing = [2003, 25001, 25025, 30500, 34900, 34922, 34929, 62000, 105000, 140000, 195000, 210000];

    // Not signed, or not well: nothing that the seller's permissions could mend.
    private static readonly HashSet<int> Signature = [215120, 215121, 215122, 215123];

    /// <summary>What an answer of the REST APIs means; null for a success.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="inventory">It comes from the Inventory API, which answers an expired token as a missing permission.</param>
    public PlatformFailure? Judge(PlatformResponse response, bool inventory)
    {
        if (response.Status is >= 200 and < 300)
        {
            return null;
        }

        var error = First(response.Body);
        return (Decide(response, error, inventory)) with
        {
            RawCode = error is null ? $"HTTP {response.Status}" : error.ErrorId.ToString(CultureInfo.InvariantCulture),
            RequestId = RequestIdOf(response),
            Field = FieldOf(error),
        };
    }

    /// <summary>Whether the same wish may succeed later.</summary>
    public static bool MayPass(int status, EbayError? error) => status >= 500 || status == 429 || (error is not null && Passing.Contains(error.ErrorId));

    /// <summary>An error in words that say what to do.</summary>
    public static string Explain(EbayError? error)
    {
        if (error is null)
        {
            return "eBay refused this without giving a reason.";
        }

        var said = Trim(error.LongMessage) ?? Trim(error.Message) ?? $"error {error.ErrorId}";
        return EbayAdvice.For(error.ErrorId) is { } advice ? $"eBay refused this: {said}. {advice}" : $"eBay refused this: {said}.";
    }

    /// <summary>How long to stay away after a refused call: what eBay says, or else the rest of eBay's day.</summary>
    public TimeSpan RestAfterLimit(PlatformResponse response)
    {
        var now = time.GetUtcNow();
        return int.TryParse(response.Header("Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : EbayDay.NextStart(now) - now;
    }

    private PlatformFailure Decide(PlatformResponse response, EbayError? error, bool inventory) => response.Status switch
    {
        401 => new PlatformFailure(FailureKind.TokenRefused, "eBay does not accept the store's access token any more. Connect the store again."),
        403 when inventory && error?.ErrorId == 1100 =>
            new PlatformFailure(FailureKind.TokenRefused, "eBay does not let us into the store's listings. Connect the store again and allow everything on eBay's page."),
        403 when error?.ErrorId == 1100 =>
            new PlatformFailure(FailureKind.NeedsReauthorization, "The store's permission does not cover this. Connect the store again and allow everything on eBay's page."),
        403 when error is not null && Signature.Contains(error.ErrorId) =>
            new PlatformFailure(FailureKind.Rejected, "eBay did not accept the signature that sellers in the EU and the UK must add here. Connect the store again, which makes a new key."),
        429 => new PlatformFailure(FailureKind.Throttled, "eBay's limit of calls is used up.") { RetryAfter = RestAfterLimit(response) },
        404 when response.Body.Length == 0 =>
            new PlatformFailure(FailureKind.Rejected, "eBay has no such address on this host. Check Platforms:Ebay:ApiUrl and Platforms:Ebay:IdentityUrl."),
        408 or >= 500 => new PlatformFailure(FailureKind.Transient, "eBay had an error of its own. It is tried again later.") { OutcomeUnknown = true },
        _ when MayPass(response.Status, error) => new PlatformFailure(FailureKind.Transient, Explain(error)),
        _ => new PlatformFailure(FailureKind.Rejected, Explain(error)),
    };

    private static EbayError? First(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonSerializer.Deserialize<EbayErrorEnvelope>(body, EbayJson.Options)?.First;
        }
        catch (JsonException)
        {
            // Edges in front of eBay answer in HTML; the status alone decides then.
            return null;
        }
    }

    private static string? FieldOf(EbayError? error) =>
        (error?.Parameters ?? error?.Parameter)?.Select(parameter => parameter.Name).FirstOrDefault(name => !string.IsNullOrEmpty(name))
        ?? error?.InputRefIds?.FirstOrDefault()?.TrimStart('$', '.');

    private static string? RequestIdOf(PlatformResponse response) =>
        response.Header("x-ebay-c-request-id") ?? response.Header("x-ebay-request-id") ?? response.Header("rlogid");

    private static string? Trim(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().TrimEnd('.');
}
