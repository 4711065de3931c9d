using Marketplace.Core.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Accounts;

/// <summary>Registers the room Accounts.</summary>
public static class AccountsRegistration
{
    private const int MostAnswerBytes = 1 << 20;

    /// <summary>Adds the services of this room.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddOptions<AccountsOptions>().BindConfiguration(AccountsOptions.Section).ValidateDataAnnotations().ValidateOnStart();

        // Without its log, which would write the digits that are asked for.
        services.AddHttpClient(BreachedPasswords.ClientName, (provider, client) =>
        {
            var list = provider.GetRequiredService<IOptions<AccountsOptions>>().Value.BreachedPasswords;
            client.BaseAddress = list.Url;
            client.Timeout = TimeSpan.FromSeconds(list.TimeoutSeconds);
            client.MaxResponseContentBufferSize = MostAnswerBytes;
            client.DefaultRequestHeaders.UserAgent.ParseAdd("Marketplace");

            // Answers of one length, so that who watches the line cannot tell by it which digits were asked for.
            client.DefaultRequestHeaders.Add("Add-Padding", "true");
        }).RemoveAllLoggers();
        services.AddSingleton<BreachedPasswords>();
        services.AddSingleton<Standings>();
        services.AddSingleton<UserSessions>();
        services.AddSingleton<SellerFounding>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<TeamBook>();
        services.AddSingleton<OneTimeCodes>();
        services.AddSingleton<AccountNotices>();
        services.AddSingleton<IWorkHandler, AccountNoticeHandler>();
        return services;
    }
}
