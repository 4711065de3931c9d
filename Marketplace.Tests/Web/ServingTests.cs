using System.Net;
using System.Net.Sockets;
using Marketplace.Web.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Web;

public sealed class ServingTests
{
    [Fact]
    public async Task Run_AddressOfAnotherProgram_EndsWithWordsOnWhatToDo()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{other.LocalEndpoint}");
        var errors = new StringWriter();

        Assert.Equal(1, await Serving.RunAsync(builder.Build(), errors));

        Assert.Contains($"{other.LocalEndpoint}", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("--urls", errors.ToString(), StringComparison.Ordinal);
    }
}
