using System.Text.RegularExpressions;

namespace Marketplace.Tests.Architecture;

/// <summary>Habits of the code that no compiler keeps.</summary>
public sealed partial class HabitTests
{
    private const int LongestFile = 400;

    private static IEnumerable<SourceFile> Product => SourceFile.All.Where(file => !file.Path.StartsWith("Marketplace.Tests/", StringComparison.Ordinal));

    [Fact]
    public void Files_AreShort() =>
        Verdict.None(
            from file in SourceFile.All
            let lines = file.Text.Count(character => character == '\n')
            where lines > LongestFile
            select $"{file.Path}: {lines} lines, {LongestFile} are allowed");

    [Fact]
    public void Files_AreNamedAfterTheirType() =>
        Verdict.None(
            from file in Product
            where !file.IsMarkup && file.Name != "Program"
            // Wire records of one resource lie together, as the marketplace's document has them.
            where !file.Folder.EndsWith("/Wire", StringComparison.Ordinal) && !file.Folder.EndsWith("/Models", StringComparison.Ordinal)
            let types = TopType().Matches(file.Code).Select(match => match.Groups[1].Value).ToList()
            where types.Count > 0 && !types.Contains(file.Name)
            select $"{file.Path}: declares {string.Join(", ", types)}");

    [Fact]
    public void Namespaces_FollowTheFolders() =>
        Verdict.None(
            from file in SourceFile.All
            where file.Namespace.Length > 0 && file.Namespace != file.Folder.Replace('/', '.')
            // Vendors extend the builder where it lives, so that the start-up file needs no line but the call.
            where !(file.Name.EndsWith("Registration", StringComparison.Ordinal) && file.Namespace == "Marketplace.Core.Platforms")
            select $"{file.Path}: is in {file.Namespace}");

    [Fact]
    public void Names_HaveNoDrawers() =>
        Verdict.None(from file in SourceFile.All where Drawer().IsMatch(file.Name) select file.Path);

    [Fact]
    public void Clock_IsNeverReadDirectlyAndThreadsNeverBlock() =>
        Verdict.None(
            from file in Product
            from match in WallClock().Matches(file.Code)
            select $"{file.Path}: {match.Value}");

    [Fact]
    public void Warnings_AreNotSilencedWithoutAWord() =>
        Verdict.None(
            from file in SourceFile.All
            from match in Silenced().Matches(file.Text)
            where !match.Groups[1].Value.Contains("//", StringComparison.Ordinal)
            select $"{file.Path}: {match.Value.Trim()}");

    [Fact]
    public void Leftovers_AreNone() =>
        Verdict.None(
            from file in Product
            from match in Leftover().Matches(file.Text)
            select $"{file.Path}: {match.Value}");

    [Fact]
    public void PublicMembers_OfTheCore_AreDocumented() => Verdict.None(SourceFile.Below("Marketplace.Core").SelectMany(Undocumented));

    private static IEnumerable<string> Undocumented(SourceFile file)
    {
        var lines = file.Text.Split('\n');
        var isPublicType = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (TopType().IsMatch(lines[i]))
            {
                isPublicType = lines[i].StartsWith("public ", StringComparison.Ordinal);
            }

            var isMember = isPublicType && lines[i].StartsWith("    public ", StringComparison.Ordinal) && !lines[i].Contains(" override ", StringComparison.Ordinal);
            if ((isMember || (lines[i].StartsWith("public ", StringComparison.Ordinal) && !IsFurtherPart(file))) && !IsDocumented(lines, i))
            {
                yield return $"{file.Path}({i + 1}): {lines[i].Trim()}";
            }
        }
    }

    /// <summary>Whether the file holds a further part of a type ("Ledger.Counting.cs"), which is described in its first.</summary>
    private static bool IsFurtherPart(SourceFile file) => file.Path.Split('/')[^1].Count(character => character == '.') > 1;

    private static bool IsDocumented(string[] lines, int at)
    {
        do
        {
            at--;
        }
        while (at >= 0 && lines[at].TrimStart().StartsWith('['));

        return at >= 0 && lines[at].TrimStart().StartsWith("///", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^(?:(?:public|internal|file|sealed|static|abstract|partial|readonly|unsafe)\s+)*(?:class|interface|enum|record\s+struct|record\s+class|record|struct|delegate\s+[\w<>?,\[\] .]+)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex TopType();

    [GeneratedRegex(@"(Manager|Helpers?|Utils?|Utilities|Base)$")]
    private static partial Regex Drawer();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bThread\.Sleep\b|\.GetAwaiter\(\)\.GetResult\(\)")]
    private static partial Regex WallClock();

    [GeneratedRegex(@"^(.*\n)[ \t]*(?:#pragma warning disable|\[(?:assembly: )?SuppressMessage).*$", RegexOptions.Multiline)]
    private static partial Regex Silenced();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Leftover();
}
