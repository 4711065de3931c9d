using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.DependencyInjection;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

namespace Marketplace.Tests.Web;

/// <summary>The API's description: it is whole, a client can be made of it, and the page that shows it needs nobody else.</summary>
public sealed partial class OpenApiTests : IAsyncLifetime
{
    private TestApp app = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        app = TestApp.Start();
        client = await app.SignInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Document_HasEveryRouteWithExamplesAndProblems()
    {
        var document = await OpenApiFile.ReadAsync(client);
        var operations = OpenApiFile.Operations(document);

        Assert.StartsWith("3.1", (string?)document["openapi"], StringComparison.Ordinal);
        var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) && e.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null);
        var missing = routes.SelectMany(r => r.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {Constraint().Replace(r.RoutePattern.RawText!, "}")}"))
            .Except(operations.Select(o => o.ToString()));
        Assert.Empty(missing);
        foreach (var operation in operations)
        {
            Assert.False(string.IsNullOrEmpty((string?)operation.Node["summary"]), $"{operation} has no summary.");
            Assert.False(string.IsNullOrEmpty((string?)operation.Node["operationId"]), $"{operation} has no id.");
            Assert.All(["400", "429", "500"], status => Assert.NotNull(operation.Node["responses"]![status]?["content"]?["application/problem+json"]?["example"]));
            Assert.All(operation.Node["requestBody"]?["content"]?.AsObject() ?? [], body => Assert.NotNull(body.Value!["example"]));
        }
    }

    [Fact]
    public async Task Client_GeneratedFromTheDocument_CompilesAndWorks()
    {
        var document = await OpenApiDocument.FromJsonAsync(await client.GetStringAsync("/openapi/v1-openapi30.json"));
        var settings = new CSharpClientGeneratorSettings { ClassName = "MarketplaceClient", OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(), UseBaseUrl = false };
        settings.CSharpGeneratorSettings.Namespace = "Generated";
        settings.CSharpGeneratorSettings.JsonLibrary = NJsonSchema.CodeGeneration.CSharp.CSharpJsonLibrary.SystemTextJson;
        var api = Compile(new CSharpClientGenerator(document, settings).GenerateFile());
        var generated = Activator.CreateInstance(api.GetType("Generated.MarketplaceClient")!, client)!;

        Assert.Empty((System.Collections.IEnumerable)await CallAsync(generated, "GetConnectionsAsync"));
        var place = api.GetType("Generated.MarketplaceClient")!.GetMethods().First(m => m.Name == "PostInventoryLocationsAsync").GetParameters()
            .Single(p => p.ParameterType.Assembly == api).ParameterType;
        var wish = Activator.CreateInstance(place)!;
        place.GetProperty("Name")!.SetValue(wish, "Annex");
        await CallAsync(generated, "PostInventoryLocationsAsync", wish);
        var places = ((System.Collections.IEnumerable)await CallAsync(generated, "GetInventoryLocationsAsync")).Cast<object>();
        Assert.Contains(places, one => (string)one.GetType().GetProperty("Name")!.GetValue(one)! == "Annex");
        var missing = await Assert.ThrowsAnyAsync<Exception>(() => CallAsync(generated, "GetProductsByProductIdAsync", Guid.NewGuid()));
        Assert.Equal(404, missing.GetType().GetProperty("StatusCode")!.GetValue(missing));
    }

    [Fact]
    public async Task Page_LoadsItsScriptFromHereAlone()
    {
        using var stranger = app.Browser();
        using var first = await stranger.GetAsync("/reference/");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var html = await first.Content.ReadAsStringAsync();

        var scripts = Script().Matches(html).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            var address = new Uri(new Uri(app.Address, "/reference/"), script);
            Assert.Equal(app.Address.Authority, address.Authority);
            Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync(address)).StatusCode);
        }

        // The script in the page is one that the page's own policy lets run.
        var policy = first.Headers.GetValues("Content-Security-Policy").Single();
        Assert.All(InPage().Matches(html), script => Assert.Contains($"'nonce-{WebUtility.HtmlDecode(script.Groups[1].Value)}'", policy, StringComparison.Ordinal));
        Assert.NotEmpty(InPage().Matches(html));
        Assert.DoesNotContain("cdn.", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("fonts.scalar.com", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Problems_AreExplainedAtTheirType()
    {
        using var answer = await client.GetAsync("/api/v1/platforms/orders/no-such-order");
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        Assert.Equal("not-found", (string?)JsonNode.Parse(await client.GetStringAsync((string)problem["type"]!))!["code"]);
    }

    private static Assembly Compile(string source)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Generated", [CSharpSyntaxTree.ParseText(source)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var bytes = new MemoryStream();
        var result = compilation.Emit(bytes);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(20)));
        return Assembly.Load(bytes.ToArray());
    }

    // Of the overloads, the one that takes these arguments and perhaps others that may be left out.
    private static async Task<object> CallAsync(object generated, string name, params object[] arguments)
    {
        var method = generated.GetType().GetMethods().Where(m => m.Name == name && m.GetParameters().All(p => p.ParameterType != typeof(CancellationToken)))
            .Single(m => arguments.All(a => m.GetParameters().Any(p => p.ParameterType.IsInstanceOfType(a))));
        var given = method.GetParameters().Select(p => arguments.FirstOrDefault(p.ParameterType.IsInstanceOfType)).ToArray();
        var task = (Task)method.Invoke(generated, given)!;
        await task;
        return task.GetType().GetProperty("Result")!.GetValue(task)!;
    }

    [GeneratedRegex("""<script(?=[^>]*nonce="([^"]*)"|)[^>]*>\s*import""")]
    private static partial Regex InPage();

    [GeneratedRegex(@":[^}]*\}")]
    private static partial Regex Constraint();

    [GeneratedRegex("""(?:<script[^>]*src=|from\s+|import\(?)["']([^"']+)["']""")]
    private static partial Regex Script();
}
