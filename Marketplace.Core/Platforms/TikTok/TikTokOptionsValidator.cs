using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Lets the application start with no TikTok Shop settings at all, or with complete and well-formed ones.</summary>
internal sealed class TikTokOptionsValidator : IValidateOptions<TikTokOptions>
{
    public ValidateOptionsResult Validate(string? name, TikTokOptions options)
    {
        var credentials = options.Credentials().ToList();
        var problems = new List<string>();
        if (credentials.Any(setting => !string.IsNullOrWhiteSpace(setting.Value)))
        {
            foreach (var (key, value) in credentials)
            {
                if (string.IsNullOrWhiteSpace(value))
                {
                    problems.Add($"{key} is missing. Copy it from the app's page in TikTok Shop Partner Center, or remove the other keys to run without TikTok Shop.");
                }
                else if (value.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
                {
                    problems.Add($"{key} contains a blank; paste the value alone.");
                }
            }
        }

        foreach (var (key, host) in options.Hosts())
        {
            if (host is not { IsAbsoluteUri: true, Scheme: "https" or "http", PathAndQuery: "/" })
            {
                problems.Add($"{key} must be an address with scheme and host only, such as https://open-api.tiktokglobalshop.com.");
            }
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
