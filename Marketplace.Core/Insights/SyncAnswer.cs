namespace Marketplace.Core.Insights;

/// <summary>Why a listing does not show what it should, or that it does.</summary>
public enum SyncCause
{
    /// <summary>It shows what it should.</summary>
    InStep,

    /// <summary>It belongs to no item.</summary>
    NotLinked,

    /// <summary>The seller left it without an item.</summary>
    LeftOut,

    /// <summary>The marketplace holds the stock.</summary>
    HeldByMarketplace,

    /// <summary>It has ended.</summary>
    Ended,

    /// <summary>The marketplace lets nobody set quantities.</summary>
    NotSupported,

    /// <summary>A rule says "do not sync".</summary>
    RuleSaysNo,

    /// <summary>Nobody has counted the item.</summary>
    NotCounted,

    /// <summary>The store is disconnected.</summary>
    StoreDisconnected,

    /// <summary>The store must be connected again.</summary>
    NeedsReauthorization,

    /// <summary>The brake is on.</summary>
    BrakeOn,

    /// <summary>Stores are read for the first time.</summary>
    FirstImport,

    /// <summary>The marketplace refused the quantity.</summary>
    Refused,

    /// <summary>The marketplace does not take the quantity yet.</summary>
    RefusedForNow,

    /// <summary>A limit of the marketplace is reached.</summary>
    Throttled,

    /// <summary>A try failed in passing.</summary>
    Retrying,

    /// <summary>Pushing the store's quantities was given up.</summary>
    GivenUp,

    /// <summary>Waiting for the next batch.</summary>
    WaitingForBatch,

    /// <summary>On its way.</summary>
    Sent,

    /// <summary>Accepted, and not seen yet.</summary>
    WaitingToBeSeen,

    /// <summary>The marketplace shows another number; orders are read to find out why.</summary>
    Differs,
}

/// <summary>The answer to "why is this not syncing?".</summary>
/// <param name="Cause">For programs.</param>
/// <param name="Text">What is so, and why.</param>
/// <param name="Remedy">What to do; null where nothing need be done.</param>
/// <param name="Link">Page on which to do it, relative to the application's address.</param>
/// <param name="Until">When it goes on by itself, UTC.</param>
public sealed record SyncAnswer(SyncCause Cause, string Text, string? Remedy = null, string? Link = null, DateTimeOffset? Until = null);
