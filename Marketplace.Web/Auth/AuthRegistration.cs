using Marketplace.Core.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
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
            .AddIdentityCore<Seller>(options =>
            {
                options.User.RequireUniqueEmail = true;
                options.Password.RequiredLength = 10;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireDigit = false;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddEntityFrameworkStores<MarketplaceDbContext>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        services.AddAuthorizationBuilder()
            .AddPolicy(ApiScopePolicy.Name, policy => policy.RequireAuthenticatedUser().AddRequirements(new ApiScopePolicy.Requirement()));
        services.AddSingleton<IAuthorizationHandler, ApiScopePolicy.Handler>();
        services.AddCascadingAuthenticationState();
        services.AddAntiforgery();
        services.AddScoped<CurrentSeller>();
        services.AddScoped<FirstAccount>();
        return services;
    }

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
        cookie.AccessDeniedPath = "/login";
        cookie.ExpireTimeSpan = TimeSpan.FromDays(14);
        cookie.SlidingExpiration = true;
    }
}
