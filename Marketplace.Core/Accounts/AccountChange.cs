namespace Marketplace.Core.Accounts;

/// <summary>What happened to an account that its owner is told of by e-mail: whoever did it may not have been them.</summary>
public enum AccountChange
{
    /// <summary>A new password, by whoever knew the old one.</summary>
    Password,

    /// <summary>A new password, by a link that was sent or printed.</summary>
    PasswordByLink,

    /// <summary>The second factor was turned on.</summary>
    SecondFactorOn,

    /// <summary>The second factor was turned off.</summary>
    SecondFactorOff,

    /// <summary>New recovery codes took the place of the old.</summary>
    RecoveryCodes,

    /// <summary>A recovery code stood in for the second factor.</summary>
    RecoveryCodeUsed,

    /// <summary>A key for the API was made in their name.</summary>
    ApiKey,
}

/// <summary>Changes of accounts in words.</summary>
public static class AccountChangeWords
{
    /// <summary>As an entry of the log.</summary>
    public static string Text(this AccountChange change) => change switch
    {
        AccountChange.Password => "Password changed",
        AccountChange.PasswordByLink => "Password reset by link",
        AccountChange.SecondFactorOn => "Second factor turned on",
        AccountChange.SecondFactorOff => "Second factor turned off",
        AccountChange.RecoveryCodes => "New recovery codes made",
        AccountChange.RecoveryCodeUsed => "Recovery code used to sign in",
        AccountChange.ApiKey => "API key made",
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "There are no words for this change."),
    };
}
