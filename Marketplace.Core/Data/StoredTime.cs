using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Marketplace.Core.Data;

/// <summary>How times are stored: UTC ticks on SQLite, which cannot compare its own date texts; UTC timestamps on PostgreSQL.</summary>
internal static class StoredTime
{
    public static void Configure(ModelConfigurationBuilder conventions, bool sqlite)
    {
        if (sqlite)
        {
            conventions.Properties<DateTimeOffset>().HaveConversion<Ticks>();
        }
        else
        {
            conventions.Properties<DateTimeOffset>().HaveConversion<Utc>();
        }
    }

    /// <summary>A time as a parameter of hand-written SQL.</summary>
    public static object Parameter(DbContext db, DateTimeOffset time) => db.Database.IsSqlite() ? time.UtcTicks : time.ToUniversalTime();

    private sealed class Ticks() : ValueConverter<DateTimeOffset, long>(time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    private sealed class Utc() : ValueConverter<DateTimeOffset, DateTimeOffset>(time => time.ToUniversalTime(), time => time);
}
