namespace Marketplace.Core.Accounts;

/// <summary>What a user is at this moment, whatever their cookie says.</summary>
/// <param name="Stamp">Identity's security stamp; it changes with the password and with "sign out everywhere".</param>
/// <param name="Roles">Their role at each of their sellers, in the order in which they joined.</param>
/// <param name="Sessions">Sign-ins that hold.</param>
public sealed record Standing(string Stamp, IReadOnlyList<KeyValuePair<Guid, Role>> Roles, IReadOnlySet<Guid> Sessions)
{
    /// <summary>Sellers of theirs that are closed to them until they turn their second factor on.</summary>
    public IReadOnlySet<Guid> Closed { get; init; } = new HashSet<Guid>();

    /// <summary>Their role at a seller; null where they do not belong.</summary>
    public Role? At(Guid? sellerId) => Roles.Where(r => r.Key == sellerId).Select(r => (Role?)r.Value).FirstOrDefault();
}
