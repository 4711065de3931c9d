using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Marketplace.Web.Endpoints.Reference;

/// <summary>Tells readers of the OpenAPI document what the API is, how to sign in, and what all routes have in common.</summary>
internal sealed class DocumentHead : IOpenApiDocumentTransformer
{
    private const string Bearer = "Bearer";
    private const string Key = "ApiKey";

    private const string Words = """
        Stores, orders, stock and shipments over all connected marketplaces.

        **Signing in.** Send a personal API key (`Authorization: Bearer mk_…` or `X-Api-Key: mk_…`), made on the page API keys, or the access token that `POST /api/v1/auth/login` gives.
        Keys are held to their scopes: `read` for every GET, and for writes `orders`, `stock`, `sync` or `admin`, as each route says.

        **Repeating.** Every write takes an `Idempotency-Key`: repeated within 24 hours with the same key and body it is not done again, and the first answer is given.

        **Problems** are `application/problem+json` (RFC 9457) with a stable `type`, a `code`, a `traceId`, and for single fields `errors`.

        **Limits.** `RateLimit` says what is left; 429 says in `Retry-After` how many seconds to wait.

        **Lists** are read on with `nextCursor`, given back as `cursor` with the same filter. **Long work** answers 202; `Location` tells how far it is.
        Amounts are minor units of their currency, times UTC, quantities items.
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "Marketplace";
        document.Info.Description = Words;
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A personal API key, or the access token of a sign-in." };
        document.Components.SecuritySchemes[Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key", Description = "A personal API key." };
        document.Security ??= [];
        document.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] });
        document.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, document)] = [] });
        return Task.CompletedTask;
    }
}
