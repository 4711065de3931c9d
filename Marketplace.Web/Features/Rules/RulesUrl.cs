namespace Marketplace.Web.Features.Rules;

/// <summary>Addresses of the rules.</summary>
public static class RulesUrl
{
    /// <summary>All rules.</summary>
    public const string All = "rules";

    /// <summary>A new rule.</summary>
    public const string New = "rules/new";

    /// <summary>One rule.</summary>
    public static string Of(Guid ruleId) => $"rules/{ruleId}";
}
