namespace Marketplace.Core.Platforms;

/// <summary>A marketplace call that did not do what was asked. The message is for people: what happened and what to do.</summary>
public abstract class PlatformException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The marketplace's own error code, for support; never shown as the only explanation.</summary>
    public string? RawCode { get; init; }

    /// <summary>The marketplace's request id, for support.</summary>
    public string? RequestId { get; init; }

    /// <summary>The operation that was called ("getOrders").</summary>
    public string? Operation { get; init; }
}

/// <summary>The store's authorisation is gone; only the seller can renew it by connecting again.</summary>
public sealed class NeedsReauthorizationException(string message, Exception? inner = null) : PlatformException(message, inner);

/// <summary>A limit of the marketplace was reached.</summary>
public sealed class ThrottledException(string message, DateTimeOffset retryAt, Exception? inner = null) : PlatformException(message, inner)
{
    /// <summary>Earliest useful time of the next try, UTC.</summary>
    public DateTimeOffset RetryAt { get; } = retryAt;
}

/// <summary>The marketplace understood the request and refused it; trying the same again is useless.</summary>
public sealed class RejectedException(string message, Exception? inner = null) : PlatformException(message, inner)
{
    /// <summary>The offending field, in the marketplace's spelling, when it said so.</summary>
    public string? Field { get; init; }
}

/// <summary>The marketplace or the network failed in passing; trying again later may help.</summary>
public sealed class TransientException(string message, Exception? inner = null) : PlatformException(message, inner)
{
    /// <summary>Whether the request may have been carried out although no answer came (time-out, reset connection).</summary>
    public bool OutcomeUnknown { get; init; }
}

/// <summary>The seller, or the marketplace on the seller's behalf, refused consent, or the code was not accepted.</summary>
public sealed class ConsentFailedException(string message, Exception? inner = null) : PlatformException(message, inner)
{
    /// <summary>Short word for the cause that may stand in an address, where the message must not; null when the thrower knows none.</summary>
    public string? Cause { get; init; }
}

/// <summary>No marketplace is registered under a key.</summary>
public sealed class UnknownMarketplaceException(string key) : Exception($"There is no marketplace '{key}' here.");
