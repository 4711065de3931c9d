using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox;

/// <summary>Something on the internet that the product calls, as a local server: its hosts and its operations.</summary>
public interface ISandboxService
{
    /// <summary>Key in paths: ebay, amazon, tiktok, easypost.</summary>
    string Key { get; }

    /// <summary>Short alias to real host name ("api" → "api.ebay.com"); both name the host in a path.</summary>
    IReadOnlyDictionary<string, string> Hosts { get; }

    /// <summary>All operations that it answers.</summary>
    OperationTable Operations { get; }

    /// <summary>Whose limits a call counts against; null counts by its token.</summary>
    string? AccountOf(SandboxCall call) => null;

    /// <summary>Its own body for a fault of this kind (throttle, error, expired token).</summary>
    SandboxReply FaultReply(FaultKind kind, SandboxCall call);

    /// <summary>Its own answer to a path that it does not have.</summary>
    SandboxReply UnknownPath(SandboxCall call);
}
