using System.Text.RegularExpressions;

namespace Marketplace.Tests.Architecture;

/// <summary>Who may know whom. Each failure names the file and the forbidden name.</summary>
public sealed partial class WallTests
{
    [Fact]
    public void Rooms_OfTheCore_UseOnlyWhatTheyMay() =>
        Verdict.None(
            from file in SourceFile.Below("Marketplace.Core")
            let room = Rooms.Of(file)
            where room is not null && !file.Name.EndsWith("Registration", StringComparison.Ordinal)
            from use in Rooms.UsedBy(file)
            where !Rooms.May(room, use.Room)
            select $"{file.Path}: {room} must not use {use.Name}");

    [Fact]
    public void Vendors_Folders_AreKnownToNobodyButTheStartUp() =>
        Verdict.None(
            from file in SourceFile.All
            // Tests, sandbox and benchmarks are about marketplaces by name.
            where file.Path.StartsWith("Marketplace.Core/", StringComparison.Ordinal) || file.Path.StartsWith("Marketplace.Web/", StringComparison.Ordinal)
            where file.Path != "Marketplace.Web/Program.cs"
            let own = Rooms.Vendors.FirstOrDefault(vendor => file.Path.StartsWith($"Marketplace.Core/Platforms/{vendor}/", StringComparison.Ordinal))
            where own is null
            from match in VendorName().Matches(file.Code)
            select $"{file.Path}: names {match.Value}");

    [Fact]
    public void LabelSellers_Folders_AreKnownToNobodyButTheStartUp() =>
        Verdict.None(
            from file in SourceFile.All
            where file.Path.StartsWith("Marketplace.Core/", StringComparison.Ordinal) || file.Path.StartsWith("Marketplace.Web/", StringComparison.Ordinal)
            where file.Path != "Marketplace.Web/Program.cs" && !file.Path.StartsWith("Marketplace.Core/Postage/EasyPost/", StringComparison.Ordinal)
            from match in LabelSellerName().Matches(file.Code)
            select $"{file.Path}: names {match.Value}");

    [Fact]
    public void Core_NeverUsesTheWebOrTheSandbox() =>
        Verdict.None(
            from file in SourceFile.Below("Marketplace.Core")
            from match in WebOrSandbox().Matches(file.Code)
            select $"{file.Path}: names {match.Value}");

    [Fact]
    public void Core_UsesOfAspNetIdentityAndDataProtectionOnly() =>
        Verdict.None(
            from file in SourceFile.Below("Marketplace.Core")
            from name in file.Usings
            where name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
                && !name.StartsWith("Microsoft.AspNetCore.Identity", StringComparison.Ordinal)
                && !name.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal)
            select $"{file.Path}: using {name}");

    [Fact]
    public void Platforms_KnowNoDatabase() =>
        Verdict.None(
            from file in SourceFile.Below("Marketplace.Core/Platforms")
            from name in file.Usings
            where name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
            select $"{file.Path}: using {name}");

    [Fact]
    public void Components_OpenNoDatabase() =>
        Verdict.None(
            from file in SourceFile.Below("Marketplace.Web")
            where file.IsMarkup || file.Path.EndsWith(".razor.cs", StringComparison.Ordinal)
            from match in Database().Matches(file.Code)
            select $"{file.Path}: names {match.Value}");

    [Fact]
    public void Sandbox_OfTheWeb_IsKnownToTheDemoOnly() =>
        Verdict.None(
            from file in SourceFile.Below("Marketplace.Web")
            where !file.Path.StartsWith("Marketplace.Web/Demo/", StringComparison.Ordinal)
            from name in file.Usings
            where name.StartsWith("Marketplace.Sandbox", StringComparison.Ordinal)
            select $"{file.Path}: using {name}");

    [Fact]
    public void Sandbox_KnowsNothingOfTheProduct() =>
        Verdict.None(
            from file in SourceFile.Below("Marketplace.Sandbox")
            from match in CoreOrWeb().Matches(file.Code)
            select $"{file.Path}: names {match.Value}");

    // Amazon's own parcel service is a carrier like any other.
    [GeneratedRegex(@"ebay|tiktok|amazon(?! ?(?:shipping|logistics|mcf))", RegexOptions.IgnoreCase)]
    private static partial Regex VendorName();

    [GeneratedRegex("easypost", RegexOptions.IgnoreCase)]
    private static partial Regex LabelSellerName();

    [GeneratedRegex(@"\bMarketplace\.(Web|Sandbox)\b")]
    private static partial Regex WebOrSandbox();

    [GeneratedRegex(@"\bMarketplace\.(Web|Core)\b")]
    private static partial Regex CoreOrWeb();

    [GeneratedRegex(@"\b(MarketplaceDb\w*|DbContext|DbSet|Microsoft\.EntityFrameworkCore)\b")]
    private static partial Regex Database();
}
