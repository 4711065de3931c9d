namespace Marketplace.Core.Platforms.Ebay.Api.Models;

/// <summary>Body of a refused REST call.</summary>
internal sealed record EbayErrorEnvelope(IReadOnlyList<EbayError>? Errors, EbayPostOrderErrors? ErrorMessage)
{
    /// <summary>The first error, wherever the API puts it.</summary>
    public EbayError? First => Errors?.FirstOrDefault() ?? ErrorMessage?.Error?.FirstOrDefault();
}

/// <summary>Errors of the Post-Order API, which has an envelope of its own.</summary>
internal sealed record EbayPostOrderErrors(IReadOnlyList<EbayError>? Error);

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

    /// <summary>The same in the Post-Order API.</summary>
    public IReadOnlyList<EbayErrorParameter>? Parameter { get; init; }
}

/// <summary>What an error is about.</summary>
internal sealed record EbayErrorParameter(string? Name, string? Value);
