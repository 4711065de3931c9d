namespace Marketplace.Web.Endpoints.Pipeline;

/// <summary>A kind of problem that the API tells of.</summary>
/// <param name="Code">Stable name; the last part of the problem's <c>type</c>.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">What happened, the same for all of the kind.</param>
/// <param name="Advice">What a program does about it.</param>
public sealed record ProblemKind(string Code, int Status, string Title, string Advice)
{
    /// <summary>Address below which every kind is explained.</summary>
    public const string Path = "/problems";

    /// <summary>All kinds. Those that stand first for their status are what a problem without a code of its own is.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        new("bad-request", 400, "The request cannot be read", "Put right what the detail and the errors name; the same request would fail again."),
        new("invalid-fields", 400, "Some fields are not valid", "The errors name each field and what is wrong with it."),
        new("consent-failed", 400, "The store was not connected", "Start connecting anew; the detail says what the marketplace said."),
        new("not-signed-in", 401, "Not signed in", "Send a bearer token or a personal API key that is valid."),
        new("not-allowed", 403, "Not allowed", "The detail names the scope or role that is missing."),
        new("not-found", 404, "Not found", "The address or the id is not there, or not yours."),
        new("method-not-allowed", 405, "Method not allowed", "The Allow header names the methods of this address."),
        new("conflict", 409, "That does not fit what is there", "Read the resource again, then decide anew."),
        new("ambiguous-store", 409, "Several stores are meant", "Name one of the choices by its id, or by ?connectionId=."),
        new("under-way", 409, "The same request is under way", "Repeat it after Retry-After with the same Idempotency-Key; the answer of the first is given then."),
        new("needs-reauthorization", 409, "The store must be connected again", "Send the seller through connecting; the data stay."),
        new("changed-meanwhile", 412, "Somebody else has changed it", "Read it again and send the new ETag in If-Match."),
        new("too-large", 413, "The request is too large", "Send less in one request."),
        new("unsupported-media-type", 415, "The media type is not supported", "Send application/json, and files as multipart/form-data."),
        new("refused", 422, "The request was refused", "It was understood and cannot be done; the detail says why."),
        new("rejected", 422, "The request was refused", "It was understood and cannot be done; the detail says why."),
        new("key-reused", 422, "The Idempotency-Key belongs to another request", "Use a key of its own for each request."),
        new("rate-limited", 429, "Too many requests", "Wait for the seconds in Retry-After; RateLimit says what is left."),
        new("cancelled", 499, "The caller has gone", "Nobody reads this."),
        new("internal", 500, "Something went wrong here", "Try again later; give the traceId to whoever runs the application."),
        new("marketplace-failed", 502, "The marketplace failed", "Try again later."),
        new("marketplace-throttled", 503, "The marketplace's limit is reached", "Wait for the seconds in Retry-After."),
        new("timed-out", 504, "The request took too long", "Try again, or ask for less at once."),
    ];

    /// <summary>What a problem of a status is when it names no code.</summary>
    public static ProblemKind Of(int status) => All.FirstOrDefault(kind => kind.Status == status) ?? All.First(kind => kind.Status == (status < 500 ? 400 : 500));

    /// <summary>Stable <c>type</c> of a problem with a code.</summary>
    public static string TypeOf(string code) => $"{Path}/{code}";
}
