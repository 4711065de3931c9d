using System.ComponentModel.DataAnnotations;

namespace Marketplace.Core.Data;

/// <summary>Settings under <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Database";

    /// <summary>Where the data lies; a file of SQLite.</summary>
    [Required]
    public string ConnectionString { get; set; } = "Data Source=data/marketplace.db";
}
