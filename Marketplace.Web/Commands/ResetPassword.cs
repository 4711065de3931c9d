using Marketplace.Core.Accounts;
using Marketplace.Web.Endpoints;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Commands;

/// <summary>Helps a user who lost the password where no e-mails are sent: whoever may run the command may read the database anyway.</summary>
internal static class ResetPassword
{
    /// <summary>Prints the link, which holds for a day and works once.</summary>
    public static async Task<int> PrintLinkAsync(WebApplication app, string email, TextWriter output)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        if (await users.FindByEmailAsync(email) is not { } user)
        {
            await output.WriteLineAsync($"Nobody signs in as {email}.");
            return 1;
        }

        var origin = scope.ServiceProvider.GetRequiredService<IOptions<ApiOptions>>().Value.PublicUrl ?? new Uri("http://localhost:5080");
        await output.WriteLineAsync(new Uri(origin, $"reset-password?user={user.Id}&token={Uri.EscapeDataString(await users.GeneratePasswordResetTokenAsync(user))}").AbsoluteUri);
        return 0;
    }
}
