using System.Security.Cryptography;
using System.Text;
using Marketplace.Core.ApiAccess;
using Marketplace.Web.Auth;

namespace Marketplace.Web.Endpoints.Pipeline;

/// <summary>Marks routes whose writes take an <c>Idempotency-Key</c>.</summary>
public sealed record TakesIdempotencyKey;

/// <summary>
/// Answers a write that is repeated with its <c>Idempotency-Key</c> as the first time, for a day and without doing it again: a program
/// that lost an answer may simply ask again. A request that failed here (5xx) may be tried again with its key.
/// </summary>
internal sealed class Idempotency(RequestDelegate next, StoredAnswers answers)
{
    /// <summary>The request's header.</summary>
    public const string HeaderName = "Idempotency-Key";

    /// <summary>The header of an answer that was given before.</summary>
    public const string ReplayedHeader = "Idempotent-Replayed";

    // Beyond this an answer is a document that can be asked for again; nothing that a write says is so long.
    private const int MaxKept = 4 * 1024 * 1024;

    public async Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Headers.TryGetValue(HeaderName, out var header)
            || HttpMethods.IsGet(http.Request.Method)
            || http.GetEndpoint()?.Metadata.GetMetadata<TakesIdempotencyKey>() is null
            || http.User.Identity?.IsAuthenticated != true)
        {
            await next(http);
            return;
        }

        var key = header.ToString();
        if (key.Length is 0 or > StoredAnswers.MaxKey || key.Any(c => c is < ' ' or > '~'))
        {
            await ProblemCompletion.AnswerAsync(http, "bad-request", $"An {HeaderName} has 1 to {StoredAnswers.MaxKey} printable ASCII characters.");
            return;
        }

        var claim = await answers.ClaimAsync(http.User.SellerId(), key, await HashAsync(http.Request, http.RequestAborted), http.RequestAborted);
        switch (claim.State)
        {
            case ClaimState.Mismatch:
                await ProblemCompletion.AnswerAsync(http, "key-reused", $"This {HeaderName} was used for another request. Use a key of its own for each request.");
                break;
            case ClaimState.UnderWay:
                http.Response.Headers.RetryAfter = "1";
                await ProblemCompletion.AnswerAsync(http, "under-way", $"The first request with this {HeaderName} is not answered yet. Ask again in a second.");
                break;
            case ClaimState.Repeated:
                http.Response.Headers[ReplayedHeader] = "true";
                await GiveAsync(http.Response, claim.Answer!);
                break;
            default:
                await AnswerFirstAsync(http, claim.ClaimId);
                break;
        }
    }

    private async Task AnswerFirstAsync(HttpContext http, Guid claimId)
    {
        var seller = http.User.SellerId();
        var wire = http.Response.Body;
        using var written = new MemoryStream();
        var kept = false;
        try
        {
            http.Response.Body = written;
            await next(http);
            await http.Response.CompleteAsync();
            if (http.Response.StatusCode < StatusCodes.Status500InternalServerError && written.Length <= MaxKept)
            {
                // What was done is done, whether or not the caller still listens.
                var answer = new KeptAnswer(http.Response.StatusCode, http.Response.ContentType, http.Response.Headers.Location, written.ToArray());
                await answers.KeepAsync(seller, claimId, answer, CancellationToken.None);
                kept = true;
            }
        }
        finally
        {
            http.Response.Body = wire;
            if (!kept)
            {
                await answers.FreeAsync(seller, claimId, CancellationToken.None);
            }
        }

        written.Position = 0;
        await written.CopyToAsync(wire, http.RequestAborted);
    }

    private static async Task GiveAsync(HttpResponse response, KeptAnswer answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        if (answer.Location is not null)
        {
            response.Headers.Location = answer.Location;
        }

        if (answer.Body.Length > 0)
        {
            await response.Body.WriteAsync(answer.Body);
        }
    }

    private static async Task<string> HashAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        var block = new byte[16_384];
        while (await request.Body.ReadAsync(block, cancellationToken) is > 0 and var count)
        {
            hash.AppendData(block, 0, count);
        }

        request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
