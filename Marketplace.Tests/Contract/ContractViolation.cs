namespace Marketplace.Tests.Contract;

/// <summary>Which half of an exchange broke the contract.</summary>
public enum Side
{
    /// <summary>What our client sent.</summary>
    Request,

    /// <summary>What the sandbox answered.</summary>
    Answer,
}

/// <summary>A departure from an official document.</summary>
/// <param name="Marketplace">Whose document.</param>
/// <param name="Operation">Operation of the document.</param>
/// <param name="Side">Whose fault.</param>
/// <param name="Path">JSON path, or "query name", "header name", "status".</param>
/// <param name="Message">What is wrong.</param>
public sealed record ContractViolation(string Marketplace, string Operation, Side Side, string Path, string Message)
{
    /// <inheritdoc />
    public override string ToString() => $"{Marketplace} {Operation} ({Side}) {Path}: {Message}";
}

/// <summary>Fails the test whose traffic broke a contract.</summary>
public sealed class ContractViolatedException(IReadOnlyCollection<ContractViolation> violations)
    : Exception($"{violations.Count} departures from the official documents:{Environment.NewLine}{string.Join(Environment.NewLine, violations)}");
