using Microsoft.AspNetCore.Identity;

namespace Marketplace.Core.Data;

/// <summary>A person who signs in; owner of connections, products and orders.</summary>
public sealed class Seller : IdentityUser<Guid>
{
    /// <summary>Name shown in the corner of the screen.</summary>
    public string DisplayName { get; set; } = "";
}
