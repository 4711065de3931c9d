namespace Marketplace.Sandbox.Faults;

/// <summary>Ways in which a sandbox can be told to misbehave.</summary>
public enum FaultKind
{
    /// <summary>The marketplace's own "too many requests".</summary>
    Throttle,

    /// <summary>The marketplace's own internal error.</summary>
    Error,

    /// <summary>The request is carried out, but no answer comes.</summary>
    Timeout,

    /// <summary>The connection is cut after the request was carried out.</summary>
    Reset,

    /// <summary>The access token counts as expired.</summary>
    ExpiredToken,

    /// <summary>Part of a batch is refused.</summary>
    Partial,

    /// <summary>Accepted and silently dropped.</summary>
    Ignored,
}
