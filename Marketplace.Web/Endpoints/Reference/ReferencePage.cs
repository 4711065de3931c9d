using Marketplace.Web.Endpoints.Pipeline;
using Marketplace.Web.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Marketplace.Web.Endpoints.Reference;

/// <summary>The API's description, for programs and for people.</summary>
public static class ReferencePage
{
    /// <summary>Address of the page on which the API is read and tried.</summary>
    public const string Address = "/reference";

    /// <summary>Adds the document: OpenAPI 3.1, and 3.0 for generators that know no newer one.</summary>
    public static IServiceCollection AddApiReference(this IServiceCollection services)
    {
        services.AddOpenApi("v1", options => Configure(options, OpenApiSpecVersion.OpenApi3_1));
        services.AddOpenApi("v1-openapi30", options => Configure(options, OpenApiSpecVersion.OpenApi3_0));
        return services;
    }

    /// <summary>Maps the documents, the page (whose script comes from this application and from nowhere else), and the explanations of problems.</summary>
    public static void MapApiReference(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi().AllowAnonymous();
        routes.MapScalarApiReference(Address, (options, http) =>
        {
            // Its tools would hand the document to a service on the internet, and are of no use to readers here.
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            options.HideClientButton = true;
            options.WithTitle("Marketplace API").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().WithNonce(http.ScriptNonce());
        }).AllowAnonymous();
        routes.MapGet($"{ProblemKind.Path}/{{code}}", (string code) => ProblemKind.All.FirstOrDefault(kind => kind.Code == code) is { } kind ? Results.Ok(kind) : Results.NotFound())
            .AllowAnonymous().ExcludeFromDescription();
    }

    private static void Configure(OpenApiOptions options, OpenApiSpecVersion version)
    {
        options.OpenApiVersion = version;
        options.ShouldInclude = _ => true;

        // Generators know a file where it stands in the form, and not behind a reference.
        options.CreateSchemaReferenceId = type => type.Type == typeof(IFormFile) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddDocumentTransformer<DocumentHead>();
        options.AddOperationTransformer<CommonAnswers>();
        options.AddDocumentTransformer<SchemaExamples>();
    }
}
