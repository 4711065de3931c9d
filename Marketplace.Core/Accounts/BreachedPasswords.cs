using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Accounts;

/// <summary>
/// Asks the range API of Have I Been Pwned whether a password is among stolen ones. It is told five of the forty digits of the password's
/// SHA-1 and answers with all that begin so, some hundreds; which of them was meant stays here.
/// Source: https://haveibeenpwned.com/API/v3#PwnedPasswords.
/// </summary>
public sealed class BreachedPasswords(IHttpClientFactory clients, IOptions<AccountsOptions> options, ILogger<BreachedPasswords> logger)
{
    /// <summary>Name of the HTTP client.</summary>
    public const string ClientName = "breached-passwords";

    /// <summary>Digits that leave the house.</summary>
    public const int ToldDigits = 5;

    /// <summary>How often the password was found in stolen data; 0 for never, and where the list is off or does not answer in time.</summary>
    public async Task<long> TimesSeenAsync(string password, CancellationToken cancellationToken)
    {
        if (!options.Value.BreachedPasswords.Enabled)
        {
            return 0;
        }

        var hash = HashOf(password);
        try
        {
            using var client = clients.CreateClient(ClientName);
            var range = await client.GetStringAsync($"range/{hash[..ToldDigits]}", cancellationToken);
            return CountIn(range, hash[ToldDigits..]);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Whoever needs a new password now must get one, though somebody else's server is down.
            logger.LogWarning("The list of breached passwords did not answer, and a password was taken without it: {Problem}", exception.Message);
            return 0;
        }
    }

    // The list is kept by SHA-1; nothing is protected by it here.
#pragma warning disable CA5350
    private static string HashOf(string password) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350

    // A line is "{35 digits}:{times}"; lines that only pad the answer have 0 times.
    private static long CountIn(string range, string rest)
    {
        foreach (var line in range.AsSpan().EnumerateLines())
        {
            if (line.Length > rest.Length + 1 && line[rest.Length] == ':' && line[..rest.Length].Equals(rest, StringComparison.OrdinalIgnoreCase))
            {
                return long.TryParse(line[(rest.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? times : 1;
            }
        }

        return 0;
    }
}
