namespace Marketplace.Core.Data;

/// <summary>The database has a form that this version of the application does not know.</summary>
public sealed class UnknownDatabaseFormException(string strange, string? file) : InvalidOperationException(
    $"The database {file ?? "of Database:ConnectionString"} was made by another version of Marketplace: {strange}. "
    + "Start the version that made it, or restore the backup that belongs to this version. "
    + (file is null
        ? "If nothing in it is needed, name another, empty database in Database:ConnectionString."
        : $"If nothing in it is needed, move {file} away, with the files beside it that end in -wal and -shm; a new one is made at the next start."));
