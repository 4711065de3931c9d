namespace Marketplace.Core.Accounts;

/// <summary>What somebody is at a seller; <see cref="RoleTable"/> says what each may do.</summary>
public enum Role
{
    /// <summary>Reads, and changes nothing.</summary>
    Viewer,

    /// <summary>Packs and ships.</summary>
    Packer,

    /// <summary>Runs the shop: all but its team and its keys.</summary>
    Manager,

    /// <summary>Everything. Each seller has one owner or more.</summary>
    Owner,
}
