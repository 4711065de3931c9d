using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Endpoints.Pipeline;

/// <summary>Gives every problem of the API what all of them have: a stable type, a code, and the trace id.</summary>
internal static class ProblemCompletion
{
    private const string Code = "code";
    private const string TraceId = "traceId";
    private const string Standard = "https://tools.ietf.org/";

    /// <summary>Completes problems that routes return; those that are thrown or made by the framework come by <see cref="Complete"/> too.</summary>
    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var inner = result;
        while (inner is INestedHttpResult nested)
        {
            inner = nested.Result;
        }

        if (inner is IValueHttpResult { Value: ProblemDetails problem })
        {
            Complete(context.HttpContext, problem);
        }

        return result;
    }

    /// <summary>Answers with a problem of a kind, outside of routes.</summary>
    public static Task AnswerAsync(HttpContext http, string code, string detail)
    {
        var problem = TypedResults.Problem(detail, statusCode: ProblemKind.All.First(kind => kind.Code == code).Status, extensions: [new(Code, code)]);
        Complete(http, problem.ProblemDetails);
        return problem.ExecuteAsync(http);
    }

    /// <summary>Answers that fields are not valid, outside of routes.</summary>
    public static Task AnswerAsync(HttpContext http, IDictionary<string, string[]> errors)
    {
        var problem = TypedResults.ValidationProblem(errors);
        Complete(http, problem.ProblemDetails);
        return problem.ExecuteAsync(http);
    }

    /// <summary>Completes one problem; doing it twice changes nothing.</summary>
    public static void Complete(HttpContext http, ProblemDetails problem)
    {
        var kind = ProblemKind.Of(problem.Status ?? http.Response.StatusCode);
        var code = problem.Extensions.TryGetValue(Code, out var own) && own is string named ? named
            : problem is HttpValidationProblemDetails ? "invalid-fields"
            : kind.Code;
        kind = ProblemKind.All.FirstOrDefault(k => k.Code == code) ?? kind;
        problem.Extensions[Code] = code;
        problem.Extensions[TraceId] = Activity.Current?.Id ?? http.TraceIdentifier;
        if (problem.Type is null || problem.Type.StartsWith(Standard, StringComparison.Ordinal))
        {
            (problem.Type, problem.Title) = (ProblemKind.TypeOf(code), kind.Title);
        }
    }
}
