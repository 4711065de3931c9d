using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;

namespace Marketplace.Web.Features.Account;

/// <summary>A password that is chosen now, of the length that <see cref="PasswordRules"/> ask for.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NewPasswordAttribute() : StringLengthAttribute(PasswordRules.Longest)
{
    /// <inheritdoc />
    public override string FormatErrorMessage(string name) => $"Choose {PasswordRules.Shortest} to {PasswordRules.Longest} characters.";

    /// <inheritdoc />
    public override bool IsValid(object? value) => value is null or "" || (base.IsValid(value) && value is string { Length: >= PasswordRules.Shortest });
}
