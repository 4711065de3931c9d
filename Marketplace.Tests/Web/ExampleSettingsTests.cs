using System.Collections;
using System.Reflection;
using System.Text.Json;
using Marketplace.Core.Data;
using Marketplace.Sandbox;
using Microsoft.Extensions.Configuration;

namespace Marketplace.Tests.Web;

/// <summary>The example of all settings at the top of the repository keeps up with the code.</summary>
public sealed class ExampleSettingsTests
{
    private static readonly Lazy<JsonElement> Example = new(() => JsonDocument.Parse(
        File.ReadAllText(Path.Combine(RepositoryFolder(), "appsettings.example.json")),
        new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip }).RootElement);

    [Fact]
    public void Example_NamesEverySettingOfTheCode()
    {
        var missing = Settings().Where(setting => Find(setting.Section.Split(':'), setting.Property.Name) is null)
            .Select(setting => $"{setting.Section}:{setting.Property.Name}");

        Assert.Empty(missing);
    }

    [Fact]
    public void Example_HasNoSettingThatTheCodeDoesNotKnow()
    {
        var known = Settings().Select(setting => $"{setting.Section}:{setting.Property.Name}").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var sections = Settings().Select(setting => setting.Section).ToHashSet(StringComparer.OrdinalIgnoreCase);

        var unknown = sections.SelectMany(section => Section(section.Split(':')) is { } found
            ? found.EnumerateObject().Select(p => $"{section}:{p.Name}").Where(key => !known.Contains(key) && !sections.Contains(key))
            : []);

        Assert.Empty(unknown);
    }

    [Fact]
    public async Task Example_AsItIs_StartsTheApplication()
    {
        var values = new ConfigurationBuilder().AddJsonFile(Path.Combine(RepositoryFolder(), "appsettings.example.json")).Build().AsEnumerable()
            .Where(value => value.Value is not null && !value.Key.StartsWith("Database", StringComparison.Ordinal))
            .ToDictionary(value => value.Key, value => value.Value);

        await using var app = TestApp.Start(values);

        using var browser = app.Browser();
        Assert.Equal("Healthy", await browser.GetStringAsync("/health/ready"));
    }

    private static IEnumerable<(string Section, PropertyInfo Property)> Settings() =>
        from assembly in new[] { typeof(DatabaseOptions).Assembly, typeof(Program).Assembly, typeof(SandboxOptions).Assembly }
        from type in assembly.GetTypes()
        let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
        where section is not null
        from setting in Settings(section, type)
        select setting;

    /// <summary>Settings of a section and of those in it.</summary>
    private static IEnumerable<(string Section, PropertyInfo Property)> Settings(string section, Type type) =>
        from property in type.GetProperties()
        where property.CanWrite || property.PropertyType.IsAssignableTo(typeof(IDictionary))
        let inner = property.PropertyType is { IsClass: true } part && part.Namespace!.StartsWith("Marketplace", StringComparison.Ordinal) ? Settings($"{section}:{property.Name}", part) : []
        from setting in inner.Prepend((section, property))
        select setting;

    private static JsonElement? Find(string[] section, string name) => Section(section) is { } found && Value(found, name) is { } value ? value : null;

    private static JsonElement? Section(string[] path) => path.Aggregate((JsonElement?)Example.Value, (at, name) => at is { } element ? Value(element, name) : null);

    private static JsonElement? Value(JsonElement at, string name) =>
        at.ValueKind == JsonValueKind.Object
            ? at.EnumerateObject().Where(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase)).Select(p => (JsonElement?)p.Value).FirstOrDefault()
            : null;

    private static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Marketplace.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not lie below the repository.");
    }
}
