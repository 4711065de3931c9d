using Marketplace.Core.Accounts;
using Marketplace.Core.Audit;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Marketplace.Web.Auth;

/// <summary>Says in whose name a click on an open page runs, for the log of who did what, and notes that their sign-in is in use.</summary>
public sealed class ActingPerson(AuthenticationStateProvider authentication, IHttpContextAccessor http, UserSessions sessions, TimeProvider time) : CircuitHandler
{
    private string? address;

    /// <summary>Says it of requests, and notes that their sign-in is in use; comes after the authentication.</summary>
    public static async Task OfRequestAsync(HttpContext http, RequestDelegate next)
    {
        if (http.User.Identity is { IsAuthenticated: true, Name: { } name })
        {
            Acting.Current = new Acting(name, AddressOf(http), http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        }

        if (http.User.FindGuid(SellerClaims.Session) is { } session)
        {
            await http.RequestServices.GetRequiredService<UserSessions>().SeenAsync(session, http.RequestAborted);
        }

        await next(http);
    }

    /// <inheritdoc />
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        address = http.HttpContext is { } request ? AddressOf(request) : null;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async context =>
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        if (user.Identity is { IsAuthenticated: true, Name: { } name })
        {
            Acting.Current = new Acting(name, address, time.GetUtcNow());
        }

        if (user.FindGuid(SellerClaims.Session) is { } session)
        {
            await sessions.SeenAsync(session, CancellationToken.None);
        }

        await next(context);
    };

    private static string? AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString();
}
