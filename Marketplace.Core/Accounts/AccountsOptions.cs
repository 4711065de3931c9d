using System.ComponentModel.DataAnnotations;

namespace Marketplace.Core.Accounts;

/// <summary>Settings under <c>Accounts</c>.</summary>
public sealed class AccountsOptions : IValidatableObject
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Accounts";

    /// <summary>The list of stolen passwords that new ones are held against.</summary>
    public BreachedPasswordsOptions BreachedPasswords { get; set; } = new();

    /// <summary>When sign-ins end by themselves.</summary>
    public SessionsOptions Sessions { get; set; } = new();

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        const string Key = $"{Section}:{nameof(BreachedPasswords)}";
        if (!BreachedPasswords.Url.IsAbsoluteUri || !(BreachedPasswords.Url.Scheme == Uri.UriSchemeHttps || (BreachedPasswords.Url.IsLoopback && BreachedPasswords.Url.Scheme == Uri.UriSchemeHttp)))
        {
            yield return new ValidationResult($"{Key}:Url must be an address with https; http is for a server on this machine.");
        }

        if (BreachedPasswords.TimeoutSeconds is < 1 or > 30)
        {
            yield return new ValidationResult($"{Key}:TimeoutSeconds must lie between 1 and 30.");
        }

        if (Sessions.RestMinutes is < 5 or > 7 * 24 * 60)
        {
            yield return new ValidationResult($"{Section}:{nameof(Sessions)}:RestMinutes must lie between 5 and 10080, a week.");
        }

        if (Sessions.LongestHours is < 1 or > 720)
        {
            yield return new ValidationResult($"{Section}:{nameof(Sessions)}:LongestHours must lie between 1 and 720, thirty days.");
        }

        if (Sessions.StayDays is < 0 or > 365)
        {
            yield return new ValidationResult($"{Section}:{nameof(Sessions)}:StayDays must lie between 0, which lets nobody stay, and 365.");
        }
    }
}

/// <summary>Settings under <c>Accounts:BreachedPasswords</c>.</summary>
public sealed class BreachedPasswordsOptions
{
    /// <summary>Whether the list is asked.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Server of the list, in the form of Have I Been Pwned's range API (<c>range/{five digits}</c>).</summary>
    public Uri Url { get; set; } = new("https://api.pwnedpasswords.com/");

    /// <summary>Seconds until the password is taken without the list.</summary>
    public int TimeoutSeconds { get; set; } = 2;
}
