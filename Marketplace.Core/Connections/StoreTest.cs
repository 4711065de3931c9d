using System.Diagnostics;
using System.Globalization;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Connections;

/// <summary>How a step of a test went.</summary>
public enum TestVerdict
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>It works, but something needs a look.</summary>
    Caution,

    /// <summary>It does not work.</summary>
    Bad,

    /// <summary>Not tried, because an earlier step failed.</summary>
    Skipped,
}

/// <summary>A step of a test.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="Verdict">How it went.</param>
/// <param name="Words">What is the case, and where it is not good, how to mend it.</param>
/// <param name="RequestId">The marketplace's request id, for support.</param>
public sealed record TestStep(string Name, TestVerdict Verdict, string Words, string? RequestId = null);

/// <summary>A test of a store, step by step.</summary>
/// <param name="Steps">What was tried, in order.</param>
public sealed record StoreTestResult(IReadOnlyList<TestStep> Steps)
{
    /// <summary>The store answers with its authorisation.</summary>
    public bool Works => Steps.All(s => s.Verdict is TestVerdict.Good or TestVerdict.Caution);
}

/// <summary>Tests a store and explains in words what is wrong and how to mend it.</summary>
public sealed class StoreTest(ConnectionQueries stores, ConnectionHealth health, IConnectionContexts contexts, PlatformCatalog catalog, TimeProvider time)
{
    /// <summary>Tests it now; a lost authorisation turns the store's state, as with any check.</summary>
    /// <exception cref="UnknownConnectionException">The store is not this seller's.</exception>
    public async Task<StoreTestResult> RunAsync(Guid sellerId, Guid connectionId, CancellationToken cancellationToken)
    {
        var store = await stores.FindAsync(sellerId, connectionId, cancellationToken) ?? throw new UnknownConnectionException();
        var platform = catalog.Get(new MarketplaceKey(store.Marketplace)).Descriptor;
        var steps = new List<TestStep> { await TokenAsync(store, platform, cancellationToken) };
        steps.Add(steps[0].Verdict == TestVerdict.Bad ? new TestStep("Call", TestVerdict.Skipped, "Not tried without an authorisation.") : await CallAsync(store, platform, cancellationToken));
        steps.Add(Consent(store, platform));
        steps.Add(Notifications(store, platform));
        return new StoreTestResult(steps);
    }

    private async Task<TestStep> TokenAsync(StoreView store, MarketplaceDescriptor platform, CancellationToken cancellationToken)
    {
        const string Name = "Authorisation";
        try
        {
            var context = await contexts.OpenAsync(store.Id, CallPriority.Person, cancellationToken);
            await context.Tokens.GetAsync(cancellationToken);
            return new TestStep(Name, TestVerdict.Good, $"{platform.Name} accepts the stored authorisation, or it was just renewed.");
        }
        catch (NeedsReauthorizationException exception)
        {
            return new TestStep(Name, TestVerdict.Bad, $"{exception.Message} Press Reconnect and allow access with the account of {store.StoreName}.", exception.RequestId);
        }
        catch (PlatformException exception)
        {
            return new TestStep(Name, TestVerdict.Bad, $"{exception.Message} It is tried again by itself; if it stays, look at {platform.Name}'s status page and at this server's way to the internet.", exception.RequestId);
        }
    }

    private async Task<TestStep> CallAsync(StoreView store, MarketplaceDescriptor platform, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var problem = await health.CheckAsync(store.Id, CallPriority.Person, cancellationToken);
        return problem is null
            ? new TestStep("Call", TestVerdict.Good, string.Create(CultureInfo.InvariantCulture, $"{platform.Name} answered a call in the store's name within {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms."))
            : new TestStep("Call", TestVerdict.Bad, problem);
    }

    private TestStep Consent(StoreView store, MarketplaceDescriptor platform) => store.AuthorizationExpiresAt switch
    {
        null => new TestStep("Consent", TestVerdict.Good, $"{platform.Name} names no end of your consent."),
        { } end when end - time.GetUtcNow() > platform.ConsentWarning => new TestStep("Consent", TestVerdict.Good, string.Create(CultureInfo.InvariantCulture, $"Your consent holds until {end.UtcDateTime:d MMMM yyyy}.")),
        { } end => new TestStep("Consent", TestVerdict.Caution, string.Create(CultureInfo.InvariantCulture, $"Your consent ends on {end.UtcDateTime:d MMMM yyyy}. Press Reconnect before then; nothing is lost by it.")),
    };

    private static TestStep Notifications(StoreView store, MarketplaceDescriptor platform) => store.Notifications.State switch
    {
        NotificationState.Subscribed => new TestStep("Notifications", TestVerdict.Good, $"{platform.Name} tells us of changes by itself."),
        NotificationState.Absent => new TestStep("Notifications", TestVerdict.Caution, store.Notifications.Problem ?? "There are none."),
        _ => new TestStep("Notifications", TestVerdict.Caution, "They are being asked for; look again in a minute."),
    };
}
