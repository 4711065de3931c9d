using System.Security.Claims;
using Marketplace.Core.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;

namespace Marketplace.Web.Auth;

/// <summary>Registers who may come in: a cookie for pages, a bearer token or a personal key for the API.</summary>
public static class AuthRegistration
{
    private const string Chooser = "Marketplace";

    /// <summary>Adds accounts, both kinds of sign-in, and authorisation.</summary>
    public static IServiceCollection AddSellerAuthentication(this IServiceCollection services)
    {
        services
            .AddAuthentication(Chooser)
            .AddPolicyScheme(Chooser, null, options => options.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null)
            .AddBearerToken(IdentityConstants.BearerScheme)
            .AddIdentityCookies();
        services.ConfigureApplicationCookie(ConfigureCookie);
        services
            .AddIdentityCore<User>(options =>
            {
                options.User.RequireUniqueEmail = true;
                options.Password.RequiredLength = PasswordRules.Shortest;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireDigit = false;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddPasswordValidator<NewPasswordValidator>()
            .AddUserStore<SealedUserStore>()
            .AddSignInManager<SellerSignIn>()
            .AddClaimsPrincipalFactory<SellerPrincipals>()
            .AddDefaultTokenProviders()
            .AddTokenProvider<AuthenticatorCodes>(TokenOptions.DefaultAuthenticatorProvider);
        services.Configure<SecurityStampValidatorOptions>(options => options.OnRefreshingPrincipal = KeepSeatAsync);
        services.AddAuthorization(Configure);
        services.AddSingleton<IAuthorizationHandler, RightHandler>();
        services.AddSingleton<StandingClaims>();
        services.AddSingleton<IClaimsTransformation>(provider => provider.GetRequiredService<StandingClaims>());
        services.AddSingleton<IAuthorizationHandler, ApiScopePolicy.Handler>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, LiveAuthentication>();
        services.AddHttpContextAccessor();
        services.AddAntiforgery();
        services.AddScoped<CurrentSeller>();
        services.AddScoped<FirstAccount>();
        services.AddScoped<AccountMail>();
        services.AddScoped<AccountNotes>();
        services.AddScoped<PasswordProof>();
        services.AddSingleton<AccessRefusals>();
        services.AddSingleton<UserPreferences>();
        services.AddScoped<CircuitHandler, ActingPerson>();
        services.AddScoped<TwoFactorSetup>();
        return services;
    }

    private static void Configure(AuthorizationOptions options)
    {
        options.DefaultPolicy = PolicyOf(null);
        options.AddPolicy(ApiScopePolicy.Name, policy => policy.RequireAuthenticatedUser().AddRequirements(new RightRequirement(null), new ApiScopePolicy.Requirement()));
        foreach (var right in Enum.GetValues<Right>())
        {
            options.AddPolicy(NeedsAttribute.PolicyOf(right), PolicyOf(right));
        }
    }

    // Now and then Identity makes the cookie anew from the user alone; the sign-in and the seller are the cookie's own. Its role is looked up
    // anew with each request, whatever it is.
    private static Task KeepSeatAsync(SecurityStampRefreshingPrincipalContext context)
    {
        if (context is { CurrentPrincipal: { } old, NewPrincipal: { } fresh })
        {
            context.NewPrincipal = old.FindGuid(SellerClaims.Seller) is { } seller ? fresh.SeatedAt(seller, old.RoleAtSeller() ?? Role.Viewer) : fresh;
            if (old.FindFirst(SellerClaims.Session) is { } session)
            {
                ((ClaimsIdentity)context.NewPrincipal.Identity!).AddClaim(session.Clone());
            }
        }

        return Task.CompletedTask;
    }

    private static AuthorizationPolicy PolicyOf(Right? right) => new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new RightRequirement(right)).Build();

    // The cookie is no scheme of the API: whatever another site makes a browser send there is a stranger's request.
    private static string SchemeOf(HttpContext http) =>
        ApiKeyAuthentication.KeyOf(http.Request) is not null ? ApiKeyAuthentication.SchemeName
        : http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? IdentityConstants.BearerScheme
            : IdentityConstants.ApplicationScheme;

    private static void ConfigureCookie(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "marketplace";
        cookie.Cookie.HttpOnly = true;

        // Lax, because the marketplace's redirect back from a consent page must bring the session along.
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.LoginPath = "/login";
        cookie.LogoutPath = "/logout";
        cookie.AccessDeniedPath = "/not-allowed";
        cookie.ExpireTimeSpan = TimeSpan.FromDays(SessionsOptions.StayRestDays);
        cookie.SlidingExpiration = true;
    }
}
