namespace Marketplace.Core.Platforms.Http;

/// <summary>A call to a marketplace, described so that it can be built again for each try.</summary>
public sealed record PlatformRequest
{
    /// <summary>The operation, for limits and logs.</summary>
    public required OperationPlan Operation { get; init; }

    /// <summary>The store; null for calls made in the application's own name (token exchange).</summary>
    public ConnectionContext? Connection { get; init; }

    /// <summary>Builds the message for one try from the store's access token (null without a store). Signs what must be signed.</summary>
    public required Func<string?, HttpRequestMessage> Build { get; init; }

    /// <summary>The vendor's error table: null when the answer is a success.</summary>
    public required Func<PlatformResponse, PlatformFailure?> Judge { get; init; }

    /// <summary>Reads the rate, calls per second, that an answer names for this store; null where the marketplace names none.</summary>
    public Func<PlatformResponse, double?>? RateOf { get; init; }
}

/// <summary>An answer, read to its end.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">Raw bytes.</param>
/// <param name="Headers">All headers, content headers included; names ignore case.</param>
public sealed record PlatformResponse(int Status, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The body as UTF-8 text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    /// <summary>A header's value, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>What went wrong, in the terms that all marketplaces share.</summary>
public sealed record PlatformFailure(FailureKind Kind, string Message)
{
    /// <summary>The marketplace's own code.</summary>
    public string? RawCode { get; init; }

    /// <summary>The marketplace's request id.</summary>
    public string? RequestId { get; init; }

    /// <summary>The offending field.</summary>
    public string? Field { get; init; }

    /// <summary>Least wait that the marketplace asks for.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>For transient failures: the marketplace may have carried the request out all the same.</summary>
    public bool OutcomeUnknown { get; init; }
}

/// <summary>Classes of failure; each has one way of being dealt with.</summary>
public enum FailureKind
{
    /// <summary>The access token was refused: renew once, then ask the seller.</summary>
    TokenRefused,

    /// <summary>The store's authorisation lacks something that only a new consent brings.</summary>
    NeedsReauthorization,

    /// <summary>A limit was hit.</summary>
    Throttled,

    /// <summary>Refused for good.</summary>
    Rejected,

    /// <summary>Failed in passing.</summary>
    Transient,
}
