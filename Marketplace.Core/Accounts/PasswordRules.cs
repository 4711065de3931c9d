namespace Marketplace.Core.Accounts;

/// <summary>What a new password must be like; those that were chosen before stay good. Nothing is said of letters or digits: length is what counts.</summary>
public static class PasswordRules
{
    /// <summary>Fewest characters.</summary>
    public const int Shortest = 12;

    /// <summary>Most characters; a sentence fits, a book does not.</summary>
    public const int Longest = 128;
}
