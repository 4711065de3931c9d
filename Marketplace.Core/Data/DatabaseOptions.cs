using System.ComponentModel.DataAnnotations;

namespace Marketplace.Core.Data;

/// <summary>Settings under <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Database";

    /// <summary>Which database: a file on this machine, or a server that several instances share.</summary>
    [EnumDataType(typeof(DatabaseProvider), ErrorMessage = "Database:Provider must be Sqlite or Postgres.")]
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Where the data lies, in the provider's own form.</summary>
    [Required(ErrorMessage = "Database:ConnectionString must not be empty.")]
    public string ConnectionString { get; set; } = "Data Source=data/marketplace.db";

    /// <summary>
    /// A SQLite file whose form this version does not know is renamed at the start, and a new one takes its place; for demos, whose
    /// data is made anew anyway. Off, such a file stops the start.
    /// </summary>
    public bool SetAsideUnknown { get; set; }
}

/// <summary>The databases that are supported.</summary>
public enum DatabaseProvider
{
    /// <summary>One file, one process.</summary>
    Sqlite,

    /// <summary>PostgreSQL 15 or newer.</summary>
    Postgres,
}
