using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Web.Endpoints;

/// <summary>Workbooks on their way to the browser. One is finished at its end, so a failure on the way must not arrive as half a file.</summary>
internal static class TemporaryFile
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>A file that goes with its handle.</summary>
    public static FileStream Open() =>
        new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 81_920, FileOptions.Asynchronous | FileOptions.DeleteOnClose);

    /// <summary>Sends it whole; no cache may keep it, for it holds a seller's own data.</summary>
    public static FileStreamHttpResult Send(HttpContext http, FileStream file, string name)
    {
        http.Response.Headers.CacheControl = "no-store";
        file.Position = 0;
        return TypedResults.Stream(file, Workbook, name);
    }
}
