using Marketplace.Core.Alerts.Errors;

namespace Marketplace.Web.Features.Errors;

/// <summary>What helps against a kind of error.</summary>
internal static class RemedyWords
{
    /// <summary>In a sentence.</summary>
    public static string Of(ErrorKind kind) => kind switch
    {
        ErrorKind.Transient => "Nothing to do at first: it is tried again by itself. If it lasts for hours, test the connection and look at the marketplace's status page.",
        ErrorKind.Refused => "Put right what it says and do it again; the same would be refused again. With the request id the marketplace's support finds the call.",
        ErrorKind.NeedsReauthorization => "Connect the store again; what was missed is read afterwards.",
        _ => "A fault of this application: whoever runs it finds the details in its log by the request id. Work is tried again by itself.",
    };
}
