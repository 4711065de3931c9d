namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Reads Amazon's tab-separated reports: columns by name, since new ones are added; quotation marks are data.</summary>
internal static class AmazonTable
{
    /// <summary>The rows, each as column name to value. Short rows lack their last columns.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Read(string text)
    {
        using var reader = new StringReader(text);
        if (reader.ReadLine()?.TrimStart('\uFEFF').Split('\t') is not { } columns)
        {
            yield break;
        }

        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            var values = line.Split('\t');
            var row = new Dictionary<string, string>(columns.Length);
            for (var i = 0; i < columns.Length && i < values.Length; i++)
            {
                row.TryAdd(columns[i].Trim(), values[i]);
            }

            yield return row;
        }
    }
}
