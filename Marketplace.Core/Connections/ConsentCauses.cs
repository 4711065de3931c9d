namespace Marketplace.Core.Connections;

/// <summary>Why connecting a store failed, as the short words that the browser's redirect carries, and in words for people.</summary>
public static class ConsentCauses
{
    /// <summary>The redirect names no consent that was set out for here.</summary>
    public const string Unknown = "unknown-consent";

    /// <summary>It took too long.</summary>
    public const string Expired = "consent-expired";

    /// <summary>The same redirect came twice.</summary>
    public const string Used = "consent-used";

    /// <summary>The seller said no.</summary>
    public const string Refused = "consent-refused";

    /// <summary>The marketplace did not take the code.</summary>
    public const string Code = "code-refused";

    /// <summary>Another account of the marketplace than the store's consented.</summary>
    public const string OtherAccount = "other-account";

    /// <summary>Somebody else is signed in here.</summary>
    public const string OtherSeller = "other-seller";

    /// <summary>The marketplace did not answer.</summary>
    public const string Unavailable = "marketplace-unavailable";

    /// <summary>What happened and what to do; also for words that are not known here.</summary>
    /// <param name="cause">One of the words above, as it came with the address.</param>
    /// <param name="marketplace">Name of the marketplace.</param>
    public static string InWords(string cause, string marketplace) => cause switch
    {
        Unknown => $"This answer from {marketplace} does not belong to a connection that was started here. Start again with Connect.",
        Expired => $"Connecting {marketplace} took too long, so the request has lapsed. Start again with Connect.",
        Used => $"This answer from {marketplace} was used already. If the store is not shown as connected, start again with Connect.",
        Refused => $"Access was refused on {marketplace}'s page, so nothing was connected. Start again with Connect when you are ready to allow it.",
        Code => $"{marketplace} did not accept the authorisation code, which is good once and for a few minutes. Start again with Connect.",
        OtherAccount => $"Another {marketplace} account than this store's was signed in. Sign out on {marketplace}, then reconnect with the store's own account; to add the other store, use Connect.",
        OtherSeller => "This connection was started by another user of Marketplace. Sign in as that user and start again.",
        Unavailable => $"{marketplace} did not answer while the store was being connected. Nothing was changed; try again in a moment.",
        _ => $"{marketplace} could not be connected. Start again with Connect.",
    };
}
