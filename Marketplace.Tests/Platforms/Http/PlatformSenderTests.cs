using System.Diagnostics;
using System.Globalization;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Platforms.Http;

/// <summary>What the sender does with refused tokens, limits, storms and silence.</summary>
public sealed class PlatformSenderTests
{
    private static readonly OperationPlan Read = new(new MarketplaceKey("echo"), "getThing", 100, 100);
    private static readonly OperationPlan Write = Read with { Name = "postThing", Repeatable = false };
    private readonly CountingTokens tokens = new();
    private readonly Guid store = Guid.NewGuid();

    [Fact]
    public async Task Send_TokenRefused_RenewsOnceAndRepeats()
    {
        await using var server = await ScriptedServer.StartAsync((turn, http) => AnswerAsync(http, turn == 0 ? 401 : 200));
        var response = await server.Sender.SendAsync(Request(Read), Token);
        Assert.Equal(200, response.Status);
        Assert.Equal(["Bearer token-1", "Bearer token-2"], server.Requests);
        Assert.Equal(1, tokens.Renewals);
    }

    [Fact]
    public async Task Send_TokenRefusedAgain_AsksForReauthorization()
    {
        await using var server = await ScriptedServer.StartAsync((_, http) => AnswerAsync(http, 401));
        var refused = await Assert.ThrowsAsync<NeedsReauthorizationException>(() => server.Sender.SendAsync(Request(Read), Token));
        Assert.Equal("getThing", refused.Operation);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(1, tokens.Renewals);
    }

    [Fact]
    public async Task Send_Throttled_RepeatsNotBeforeTheTimeNamed()
    {
        var time = new FakeTimeProvider();
        var arrivals = new List<DateTimeOffset>();
        await using var server = await ScriptedServer.StartAsync(
            (turn, http) =>
            {
                arrivals.Add(time.GetUtcNow());
                http.Response.Headers.RetryAfter = "15";
                return AnswerAsync(http, turn == 0 ? 429 : 200);
            },
            time);
        var sending = server.Sender.SendAsync(Request(Read), Token);
        await Eventually.TrueAsync(() => sending.IsCompleted, () => time.Advance(TimeSpan.FromMilliseconds(500)));
        Assert.Equal(200, (await sending).Status);
        Assert.InRange(arrivals[1] - arrivals[0], TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Send_ThrottledForLong_HandsTheTimeToTheCaller()
    {
        var time = new FakeTimeProvider();
        await using var server = await ScriptedServer.StartAsync(
            (_, http) =>
            {
                http.Response.Headers.RetryAfter = "600";
                return AnswerAsync(http, 429);
            },
            time);
        var throttled = await Assert.ThrowsAsync<ThrottledException>(() => server.Sender.SendAsync(Request(Read), Token));
        Assert.Equal(time.GetUtcNow().AddSeconds(600), throttled.RetryAt);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Send_FailsInPassing_IsRepeatedUntilItWorks(int status)
    {
        await using var server = await ScriptedServer.StartAsync((turn, http) => AnswerAsync(http, turn < 3 ? status : 200));
        Assert.Equal(200, (await server.Sender.SendAsync(Request(Write), Token)).Status);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task Send_Rejected_IsNotRepeated()
    {
        await using var server = await ScriptedServer.StartAsync((_, http) => AnswerAsync(http, 400));
        await Assert.ThrowsAsync<RejectedException>(() => server.Sender.SendAsync(Request(Read), Token));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Send_ConnectionCut_RepeatsReadsOnly()
    {
        await using var server = await ScriptedServer.StartAsync((turn, http) =>
        {
            if (turn is 0 or 2)
            {
                http.Abort();
                return Task.CompletedTask;
            }

            return AnswerAsync(http, 200);
        });
        Assert.Equal(200, (await server.Sender.SendAsync(Request(Read), Token)).Status);
        Assert.Equal(2, server.Requests.Count);
        var broken = await Assert.ThrowsAsync<TransientException>(() => server.Sender.SendAsync(Request(Write), Token));
        Assert.True(broken.OutcomeUnknown);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Send_NoAnswerInTime_LeavesTheOutcomeOpen()
    {
        var time = new FakeTimeProvider();
        await using var server = await ScriptedServer.StartAsync((_, http) => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default), time);
        var sending = server.Sender.SendAsync(Request(Write), Token);
        await Eventually.TrueAsync(() => server.Requests.Count == 1);
        await Eventually.TrueAsync(() => sending.IsCompleted, () => time.Advance(TimeSpan.FromSeconds(5)));
        Assert.True((await Assert.ThrowsAsync<TransientException>(() => sending)).OutcomeUnknown);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Send_CallerGivesUp_IsCancelledNotFailed()
    {
        await using var server = await ScriptedServer.StartAsync((_, http) => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        using var cancel = new CancellationTokenSource();
        var sending = server.Sender.SendAsync(Request(Read), cancel.Token);
        await Eventually.TrueAsync(() => server.Requests.Count == 1);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task Send_Storm_PausesThatStoreAloneAndRecovers()
    {
        var time = new FakeTimeProvider();
        var isWell = false;
        await using var server = await ScriptedServer.StartAsync((_, http) => AnswerAsync(http, http.Request.Headers.Authorization == "Bearer well" || isWell ? 200 : 500), time, retries: 0);
        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<TransientException>(() => server.Sender.SendAsync(Request(Read), Token));
        }

        var before = server.Requests.Count;
        await Assert.ThrowsAsync<TransientException>(() => server.Sender.SendAsync(Request(Read), Token));
        Assert.Equal(before, server.Requests.Count);

        var other = Request(Read) with { Connection = Connection(Guid.NewGuid()), Build = _ => Message("well") };
        Assert.Equal(200, (await server.Sender.SendAsync(other, Token)).Status);

        isWell = true;
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(200, (await server.Sender.SendAsync(Request(Read), Token)).Status);
    }

    [Fact]
    public async Task Send_Whatever_LogsTheCallWithoutSecretsOrPersonalData()
    {
        await using var server = await ScriptedServer.StartAsync((turn, http) =>
        {
            if (turn == 2)
            {
                http.Abort();
                return Task.CompletedTask;
            }

            http.Response.Headers["x-request-id"] = "req-77";
            return AnswerAsync(http, turn switch { 0 => 401, 1 => 200, _ => 400 }, """{"buyer":"Ada Alder","street":"1 Example St","token":"answered-secret"}""");
        });
        await server.Sender.SendAsync(Request(Read), Token);
        var broken = await Assert.ThrowsAsync<TransientException>(() => server.Sender.SendAsync(Request(Write), Token));
        var rejected = await Assert.ThrowsAsync<RejectedException>(() => server.Sender.SendAsync(Request(Write), Token));

        var written = string.Join('\n', server.Logs) + broken + rejected;
        Assert.Contains("echo getThing answered 200", written, StringComparison.Ordinal);
        Assert.Contains("req-77", written, StringComparison.Ordinal);
        foreach (var secret in new[] { "token-1", "token-2", "query-secret", "body-secret", "answered-secret", "Ada", "Example St" })
        {
            Assert.DoesNotContain(secret, written, StringComparison.Ordinal);
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task AnswerAsync(HttpContext http, int status, string body = "{}")
    {
        http.Response.StatusCode = status;
        await http.Response.WriteAsync(body);
    }

    private static HttpRequestMessage Message(string? token) => new(HttpMethod.Post, "https://api.echo.example/v1/things?app_secret=query-secret")
    {
        Headers = { { "Authorization", $"Bearer {token}" } },
        Content = new StringContent("body-secret"),
    };

    private static PlatformFailure? Judge(PlatformResponse response) => response.Status switch
    {
        200 => null,
        401 => new PlatformFailure(FailureKind.TokenRefused, "The token is refused."),
        429 => new PlatformFailure(FailureKind.Throttled, "Too many calls.")
        {
            RetryAfter = TimeSpan.FromSeconds(int.Parse(response.Header("Retry-After")!, CultureInfo.InvariantCulture)),
        },
        400 => new PlatformFailure(FailureKind.Rejected, "The thing is refused."),
        >= 500 => new PlatformFailure(FailureKind.Transient, "An error inside."),
        _ => throw new UnreachableException(),
    };

    private ConnectionContext Connection(Guid id) => new()
    {
        ConnectionId = id,
        Marketplace = Read.Marketplace,
        ExternalAccountId = "seller",
        Region = "US",
        Tokens = tokens,
    };

    private PlatformRequest Request(OperationPlan operation) => new() { Operation = operation, Connection = Connection(store), Build = Message, Judge = Judge };
}
