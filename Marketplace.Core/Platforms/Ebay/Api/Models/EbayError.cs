namespace Marketplace.Core.Platforms.Ebay.Api.Models;

/// <summary>Body of a refused REST call.</summary>
internal sealed record EbayErrorEnvelope(IReadOnlyList<EbayError>? Errors);

/// <summary>One error or warning.</summary>
internal sealed record EbayError
{
    public int ErrorId { get; init; }

    public string? Domain { get; init; }

    public string? Category { get; init; }

    public string? Message { get; init; }

    public string? LongMessage { get; init; }

    public IReadOnlyList<string>? InputRefIds { get; init; }

    public IReadOnlyList<EbayErrorParameter>? Parameters { get; init; }
}

/// <summary>What an error is about.</summary>
internal sealed record EbayErrorParameter(string? Name, string? Value);
