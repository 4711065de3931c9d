using System.Text.RegularExpressions;

namespace Marketplace.Tests.Architecture;

/// <summary>Doors by which text could become code: each is open in the named files alone, where the text is ours.</summary>
public sealed partial class InjectionTests
{
    private static IEnumerable<SourceFile> Served => SourceFile.Below("Marketplace.Core").Concat(SourceFile.Below("Marketplace.Web"));

    /// <summary>Icons that lie in the code, and the picture of a key.</summary>
    [Fact]
    public void Markup_IsEncodedButForPicturesOfOurOwn() =>
        OnlyIn(RawMarkup(), "Marketplace.Web/Components/Shared/EmptyState.razor", "Marketplace.Web/Components/Shared/MarketplaceBadge.razor", "Marketplace.Web/Components/Layout/BottomNav.razor",
            "Marketplace.Web/Components/Layout/SideNav.razor", "Marketplace.Web/Features/Account/TwoFactorCard.razor");

    /// <summary>Pragmas, and names of tables from the model; values are parameters there too.</summary>
    [Fact]
    public void Sql_TakesItsValuesAsParameters() =>
        OnlyIn(RawSql(), "Marketplace.Core/Data/DatabaseStatistics.cs", "Marketplace.Core/Data/DatabaseForm.cs", "Marketplace.Core/Data/NewRows.cs", "Marketplace.Core/Data/SqlitePragmas.cs",
            "Marketplace.Core/Data/Backup/DatabaseBackup.cs", "Marketplace.Web/Demo/DemoAccount.cs");

    /// <summary>PostgreSQL's own programs, started without a shell.</summary>
    [Fact]
    public void Programs_AreStartedForBackupsAlone() => OnlyIn(Programs(), "Marketplace.Core/Data/Backup/PostgresTools.cs");

    [Fact]
    public void Types_AreNeverNamedByWhatIsRead() => OnlyIn(OpenTypes());

    [Fact]
    public void Xml_IsReadWithoutDocumentTypes() =>
        Verdict.None(
            from file in Served
            where file.Code.Contains("XmlReader.Create(", StringComparison.Ordinal) && !file.Code.Contains("DtdProcessing = DtdProcessing.Prohibit", StringComparison.Ordinal)
            select $"{file.Path}: reads XML without forbidding document types");

    /// <summary>What is loaded without such a reader: our own key, and the layout that was made a line before.</summary>
    [Fact]
    public void Xml_WithoutAReaderOfItsOwn_IsOurs() =>
        OnlyIn(LooseXml(), "Marketplace.Core/Security/KeyFileXml.cs", "Marketplace.Core/Spreadsheets/StreamedWorkbook.cs");

    private static void OnlyIn(Regex door, params string[] files) =>
        Verdict.None(
            from file in Served
            where !files.Contains(file.Path)
            from match in door.Matches(file.Code)
            select $"{file.Path}: {match.Value}");

    [GeneratedRegex(@"\bMarkupString\b|\bAddMarkupContent\b|\bHtml\.Raw\b")]
    private static partial Regex RawMarkup();

    [GeneratedRegex(@"\b(?:ExecuteSqlRaw|FromSqlRaw|SqlQueryRaw)(?:Async)?\b|\bCommandText = ")]
    private static partial Regex RawSql();

    [GeneratedRegex(@"\bProcessStartInfo\b|\bProcess\.Start\b")]
    private static partial Regex Programs();

    [GeneratedRegex(@"\bBinaryFormatter\b|\bTypeNameHandling\b|\bXmlSerializer\b|\bNetDataContractSerializer\b|\bType\.GetType\(")]
    private static partial Regex OpenTypes();

    [GeneratedRegex(@"\b(?:XDocument|XElement)\.(?:Parse|Load|LoadAsync)\((?!reader\))|\bXmlDocument\b")]
    private static partial Regex LooseXml();
}
