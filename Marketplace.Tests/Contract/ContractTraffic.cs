using System.Collections.Concurrent;

namespace Marketplace.Tests.Contract;

/// <summary>An operation that was called while traffic was recorded.</summary>
/// <param name="Marketplace">Whose.</param>
/// <param name="Plan">The client's name of it; null for calls outside the sender.</param>
/// <param name="Contract">Its name in the official document; null where there is none.</param>
/// <param name="WhyNone">Why there is none.</param>
public sealed record CoveredOperation(string Marketplace, string? Plan, string? Contract, string? WhyNone = null);

/// <summary>What went over the wire during a test, and where it broke a contract.</summary>
public sealed class ContractTraffic
{
    // Long runs repeat themselves: after this many exchanges of an operation only a sample is read.
    private const int ReadInFull = 100;
    private const int Sample = 25;

    private readonly ConcurrentDictionary<ContractViolation, int> violations = new();
    private readonly ConcurrentDictionary<CoveredOperation, int> covered = new();
    private readonly ConcurrentDictionary<CoveredOperation, int> batches = new();
    private readonly ConcurrentDictionary<ContractOperation, int> answers = new();
    private readonly ConcurrentDictionary<ContractOperation, Exchange> samples = new();

    /// <summary>Departures so far, each once.</summary>
    public IReadOnlyCollection<ContractViolation> Violations => [.. violations.Keys];

    /// <summary>Operations called so far.</summary>
    public IReadOnlyCollection<CoveredOperation> Covered => [.. covered.Keys];

    /// <summary>One request of each operation that a document describes, as it was sent and granted: the one that said the most.</summary>
    public IReadOnlyDictionary<ContractOperation, Exchange> Samples => samples;

    /// <summary>Largest page or batch that a call of an operation asked for; null when it asked for none.</summary>
    public int? LargestBatch(CoveredOperation operation) => batches.TryGetValue(operation, out var size) ? size : null;

    /// <summary>Takes an exchange; does nothing on a machine without the documents.</summary>
    public async Task AddAsync(Exchange exchange)
    {
        if (ContractLibrary.Instance is not { } library)
        {
            return;
        }

        if (library.Find(exchange.Method, exchange.Url.Host, exchange.Url.AbsolutePath) is { } operation)
        {
            var name = new CoveredOperation(operation.Marketplace, exchange.Plan?.Name, operation.Name);
            if (exchange.BatchSize is { } size)
            {
                batches.AddOrUpdate(name, size, (_, before) => Math.Max(before, size));
            }

            if (exchange.Status < 300)
            {
                samples.AddOrUpdate(operation, exchange, (_, before) => Wealth(before) < Wealth(exchange) ? exchange : before);
            }

            if (IsRead(covered.AddOrUpdate(name, 1, (_, count) => count + 1)))
            {
                foreach (var violation in await ContractCheck.OfAsync(operation, exchange))
                {
                    violations.TryAdd(violation, 0);
                }
            }
        }
        else if (Deviations.UndescribedBy(exchange) is { } why)
        {
            covered.TryAdd(new CoveredOperation(exchange.Plan?.Marketplace.Value ?? exchange.Url.Host, exchange.Plan?.Name, null, why), 1);
            foreach (var violation in await FeedDocuments.OfAsync(exchange))
            {
                violations.TryAdd(violation, 0);
            }
        }
        else
        {
            violations.TryAdd(new ContractViolation(exchange.Plan?.Marketplace.Value ?? exchange.Url.Host, exchange.Plan?.Name ?? "?", Side.Request, "address", $"no document has {exchange.Method} {exchange.Url.Host}{exchange.Url.AbsolutePath}"), 0);
        }
    }

    /// <summary>Takes the answer to a request that was sent by hand and may be wrong on purpose.</summary>
    public async Task AddAnswerAsync(Exchange exchange)
    {
        if (ContractLibrary.Instance?.Find(exchange.Method, exchange.Url.Host, exchange.Url.AbsolutePath) is not { } operation
            || !IsRead(answers.AddOrUpdate(operation, 1, (_, count) => count + 1)))
        {
            return;
        }

        foreach (var violation in (await ContractCheck.OfAsync(operation, exchange)).Where(violation => violation.Side == Side.Answer))
        {
            violations.TryAdd(violation, 0);
        }
    }

    /// <summary>Fails when any exchange broke its contract.</summary>
    /// <exception cref="ContractViolatedException">At least one did.</exception>
    public void AssertKept()
    {
        if (!violations.IsEmpty)
        {
            throw new ContractViolatedException(Violations);
        }
    }

    // Long batches say no more than short ones.
    private static int Wealth(Exchange exchange) => exchange.Url.Query.Count(sign => sign == '&') * 1000 + Math.Min(exchange.Body.Length, 999);

    private static bool IsRead(int seen) => seen <= ReadInFull || seen % Sample == 0;
}
