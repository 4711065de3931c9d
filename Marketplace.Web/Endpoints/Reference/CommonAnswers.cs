using System.Text.Json.Nodes;
using Marketplace.Core.ApiAccess;
using Marketplace.Web.Auth;
using Marketplace.Web.Endpoints.Pipeline;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Marketplace.Web.Endpoints.Reference;

/// <summary>Adds to each operation what all of its kind have: headers, the scope that it needs, and every problem with an example.</summary>
internal sealed class CommonAnswers : IOpenApiOperationTransformer
{
    private const string ProblemType = "application/problem+json";
    private static readonly string[] Writes = ["POST", "PUT", "PATCH", "DELETE"];

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var method = context.Description.HttpMethod ?? "GET";
        operation.OperationId = OperationNames.Of(method, context.Description.RelativePath ?? "");
        var isOpen = metadata.OfType<IAllowAnonymous>().Any();
        var takesKey = Writes.Contains(method) && metadata.OfType<TakesIdempotencyKey>().Any();
        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, cancellationToken);
        foreach (var status in Statuses(method, isOpen, takesKey))
        {
            operation.Responses ??= [];
            operation.Responses.TryAdd($"{status}", new OpenApiResponse());
        }

        foreach (var (status, answer) in operation.Responses ?? [])
        {
            if (int.TryParse(status, out var code) && code >= 400 && answer is OpenApiResponse response)
            {
                Describe(response, code, problem);
            }
        }

        if (takesKey)
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = Idempotency.HeaderName,
                In = ParameterLocation.Header,
                Example = JsonValue.Create("5f0c6a4e-1"),
                Description = "Repeated within 24 hours with the same key and body, the request is not carried out again and the first answer is given.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = StoredAnswers.MaxKey },
            });
        }

        if (!isOpen)
        {
            var scope = HttpMethods.IsGet(method) ? ApiScopes.Read : metadata.OfType<ScopeNeeded>().LastOrDefault()?.Scope ?? ApiScopes.Admin;
            operation.Description = $"{operation.Description}\n\nScope of personal keys: `{scope.Name()}`.".Trim();
        }
    }

    private static IEnumerable<int> Statuses(string method, bool isOpen, bool takesKey)
    {
        int[] all = [400, 429, 500, 504];
        int[] signedIn = isOpen ? [] : [401, 403];
        int[] keyed = takesKey ? [409, 422] : [];
        int[] withBody = method is "POST" or "PUT" or "PATCH" ? [413, 415] : [];
        return [.. all, .. signedIn, .. keyed, .. withBody];
    }

    private static void Describe(OpenApiResponse response, int status, IOpenApiSchema problem)
    {
        var kind = ProblemKind.Of(status);
        response.Description = $"{kind.Title}. {kind.Advice}";
        var example = new JsonObject
        {
            ["type"] = ProblemKind.TypeOf(kind.Code),
            ["title"] = kind.Title,
            ["status"] = status,
            ["detail"] = kind.Advice,
            ["code"] = kind.Code,
            ["traceId"] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        };
        response.Content = new Dictionary<string, OpenApiMediaType> { [ProblemType] = new() { Schema = problem, Example = example } };
        if (status == StatusCodes.Status429TooManyRequests)
        {
            response.Headers ??= new Dictionary<string, IOpenApiHeader>();
            response.Headers["Retry-After"] = new OpenApiHeader { Description = "Seconds to wait.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } };
        }
    }
}
