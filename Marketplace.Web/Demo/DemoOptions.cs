using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;

namespace Marketplace.Web.Demo;

/// <summary>Settings under <c>Demo</c>.</summary>
public sealed class DemoOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Demo";

    /// <summary>Mounts the sandbox in place of the marketplaces and makes the demo account; refused in Production.</summary>
    public bool Enabled { get; set; }

    /// <summary>Connects the three stores at the start, through the marketplaces' own flow.</summary>
    public bool ConnectStores { get; set; } = true;

    /// <summary>
    /// Forgets at the start what the demo account learnt from the sandboxes before. They live in memory and begin anew with each
    /// start, so what is stored of them would be of stores that no longer exist. SQLite only.
    /// </summary>
    public bool StartFresh { get; set; } = true;

    /// <summary>Adds a channel rule and a low-stock alert once the stores are read, so that a newcomer sees what they look like.</summary>
    public bool Samples { get; set; }

    /// <summary>Sign-in of the demo account.</summary>
    [Required(ErrorMessage = "Demo:Email must not be empty."), EmailAddress(ErrorMessage = "Demo:Email must be an e-mail address.")]
    public string Email { get; set; } = "demo@marketplace.example";

    /// <summary>Its password; printed on the console, for it guards nothing but sample data.</summary>
    [Required(ErrorMessage = "Demo:Password must not be empty."), MinLength(PasswordRules.Shortest, ErrorMessage = "Demo:Password must have at least 12 characters.")]
    public string Password { get; set; } = "demo-seller-1";
}
