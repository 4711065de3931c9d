using System.Text.RegularExpressions;

namespace Marketplace.Tests.Architecture;

/// <summary>A file of the product's source, as text.</summary>
/// <param name="Path">Path within the repository, with slashes.</param>
/// <param name="Text">All of it.</param>
public sealed partial record SourceFile(string Path, string Text)
{
    private static readonly Lazy<IReadOnlyList<SourceFile>> Everything = new(() => [.. new[] { "Marketplace.Core", "Marketplace.Web", "Marketplace.Sandbox", "Marketplace.Benchmarks", "Marketplace.Tests" }.SelectMany(Read)]);

    /// <summary>All hand-written C# and Razor files.</summary>
    public static IReadOnlyList<SourceFile> All => Everything.Value;

    /// <summary>Files below a folder of the repository.</summary>
    public static IEnumerable<SourceFile> Below(string folder) => All.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>File name without folder and extension.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..].Split('.')[0];

    /// <summary>Folder within the repository.</summary>
    public string Folder => Path[..Path.LastIndexOf('/')];

    /// <summary>Whether it is Razor markup.</summary>
    public bool IsMarkup => Path.EndsWith(".razor", StringComparison.Ordinal);

    /// <summary>The text without comments; strings stay.</summary>
    public string Code { get; } = Comments().Replace(Text, match => match.Value.StartsWith('"') || match.Value.StartsWith('$') || match.Value.StartsWith('@') ? match.Value : " ");

    /// <summary>Names of namespaces after <c>using</c>, aliases and static ones included.</summary>
    public IEnumerable<string> Usings => Using().Matches(Code).Select(match => match.Groups[1].Value);

    /// <summary>The declared namespace; empty in markup and in the start-up file.</summary>
    public string Namespace => Declared().Match(Code) is { Success: true } match ? match.Groups[1].Value : "";

    private static IEnumerable<SourceFile> Read(string project) =>
        Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root, project), "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
            .Select(file => (file, path: System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')))
            .Where(entry => !entry.path.Contains("/bin/", StringComparison.Ordinal) && !entry.path.Contains("/obj/", StringComparison.Ordinal) && !entry.path.Contains("/Migrations/", StringComparison.Ordinal))
            .OrderBy(entry => entry.path, StringComparer.Ordinal)
            .Select(entry => new SourceFile(entry.path, File.ReadAllText(entry.file)));

    // Strings are matched first, so that two slashes in an address do not count as a comment.
    [GeneratedRegex("""("{3,}).*?\1|[$@]*"(\\.|""|[^"\\\n])*"|//[^\n]*|/\*.*?\*/|@\*.*?\*@|<!--.*?-->""", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"^\s*@?(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?([\w.]+)\s*;?\s*$", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Declared();
}
