namespace Marketplace.Core.Accounts;

/// <summary>What each role may do. Pages, routes and buttons all ask here.</summary>
public static class RoleTable
{
    private static readonly Right[] ViewerRights =
        [Right.OwnAccount, Right.ViewOrders, Right.ViewStock, Right.ViewStores, Right.ViewAnalytics, Right.ViewAlerts];

    private static readonly Right[] PackerRights = [Right.OwnAccount, Right.ViewOrders, Right.Ship, Right.ViewStock, Right.ViewAlerts];

    private static readonly Right[] OwnersAlone = [Right.EditTeam, Right.EditKeys];

    private static readonly Dictionary<Role, HashSet<Right>> Rights = new()
    {
        [Role.Viewer] = [.. ViewerRights],
        [Role.Packer] = [.. PackerRights],
        [Role.Manager] = [.. Enum.GetValues<Right>().Except(OwnersAlone)],
        [Role.Owner] = [.. Enum.GetValues<Right>()],
    };

    /// <summary>Whether a role may do it; somebody without a role has their own account and nothing else.</summary>
    public static bool May(Role? role, Right right) => role is { } known ? Rights[known].Contains(right) : right == Right.OwnAccount;

    /// <summary>What a role may do, in words for those who give it.</summary>
    public static string Describe(Role role) => role switch
    {
        Role.Viewer => "Reads everything but the log, and changes nothing.",
        Role.Packer => "Sees orders and stock, packs, ships and prints labels. No stores, settings, stock changes or revenue.",
        Role.Manager => "Does everything but the team and API keys.",
        _ => "Does everything, the team and API keys included.",
    };
}
