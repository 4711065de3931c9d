using Marketplace.Core.Accounts;
using Marketplace.Core.Data;
using Marketplace.Core.Data.Backup;
using Marketplace.Core.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Data;

/// <summary>A copy of the database opens elsewhere with all that was stored, the secrets included.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("marketplace-backup-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Backup_RestoredOverLaterChanges_HasWhatWasThereAndItsSecretsOpen(bool onPostgres)
    {
        using var storage = new TestStorage(onPostgres);
        var copy = Path.Combine(folder.FullName, "copy");
        string sealedText;
        await using (var services = Services(storage))
        {
            await AddSellerAsync(services, "before");
            sealedText = services.GetRequiredService<PersonalDataProtector>().Protect("Ada Lovelace");
            await services.GetRequiredService<DatabaseBackup>().BackUpAsync(copy, Cancel);
            await AddSellerAsync(services, "after");
        }

        ClearPools();
        await using var restored = Services(storage);
        await restored.GetRequiredService<DatabaseBackup>().RestoreAsync(copy, overwrite: true, Cancel);

        Assert.Equal(["before"], await SellersAsync(restored));
        Assert.Equal("Ada Lovelace", restored.GetRequiredService<PersonalDataProtector>().Unprotect<string>(sealedText));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Backup_Made_IsForItsMakerAlone(bool onPostgres)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Files have no mode there.");
            return;
        }

        using var storage = new TestStorage(onPostgres);
        await using var services = Services(storage);
        var copy = Path.Combine(folder.FullName, "copy");

        await services.GetRequiredService<DatabaseBackup>().BackUpAsync(copy, Cancel);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
        Assert.Equal([copy], Directory.GetFiles(folder.FullName));
    }

    [Fact]
    public async Task Restore_OverADatabase_LeavesItsFileToItsOwner()
    {
        Assert.SkipWhen(TestStorage.AllOnPostgres, "Only a SQLite file has an owner and a mode.");
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Files have no mode there.");
            return;
        }

        using var storage = new TestStorage();
        await using var services = Services(storage);
        var (copy, database) = (Path.Combine(folder.FullName, "copy"), storage.Settings["Database:ConnectionString"]!.Split('=')[1]);
        await services.GetRequiredService<DatabaseBackup>().BackUpAsync(copy, Cancel);
        ClearPools();
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        File.SetUnixFileMode(database, mode);

        var former = await services.GetRequiredService<DatabaseBackup>().RestoreAsync(copy, overwrite: false, Cancel);

        Assert.Equal(mode, File.GetUnixFileMode(database));
        Assert.True(File.Exists(former), "The former database is gone.");
    }

    [Fact]
    public async Task Backup_ToAFileThatExists_IsRefusedAndLeavesIt()
    {
        using var storage = new TestStorage();
        await using var services = Services(storage);
        var file = Path.Combine(folder.FullName, "kept");
        await File.WriteAllTextAsync(file, "precious", Cancel);

        await Assert.ThrowsAsync<BackupException>(() => services.GetRequiredService<DatabaseBackup>().BackUpAsync(file, Cancel));

        Assert.Equal("precious", await File.ReadAllTextAsync(file, Cancel));
    }

    [Fact]
    public async Task Restore_OfSomethingElse_IsRefusedAndLeavesTheDatabase()
    {
        Assert.SkipWhen(TestStorage.AllOnPostgres, "A file that is no SQLite database means nothing to PostgreSQL's programs.");
        using var storage = new TestStorage();
        await using var services = Services(storage);
        await AddSellerAsync(services, "here");
        var file = Path.Combine(folder.FullName, "no-database");
        await File.WriteAllTextAsync(file, "no database", Cancel);

        await Assert.ThrowsAsync<BackupException>(() => services.GetRequiredService<DatabaseBackup>().RestoreAsync(file, overwrite: true, Cancel));

        Assert.Equal(["here"], await SellersAsync(services));
    }

    [Fact]
    public async Task Restore_WhileTheDatabaseIsInUse_IsRefused()
    {
        Assert.SkipWhen(TestStorage.AllOnPostgres, "Only a SQLite file is put aside.");
        using var storage = new TestStorage();
        await using var services = Services(storage);
        var copy = Path.Combine(folder.FullName, "copy");
        await services.GetRequiredService<DatabaseBackup>().BackUpAsync(copy, Cancel);
        await using var db = services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        await using var reading = await db.Database.BeginTransactionAsync(Cancel);
        await db.Sellers.CountAsync(Cancel);

        var refusal = await Assert.ThrowsAsync<BackupException>(() => services.GetRequiredService<DatabaseBackup>().RestoreAsync(copy, overwrite: true, Cancel));

        Assert.Contains("Stop the application", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static void ClearPools()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Npgsql.NpgsqlConnection.ClearAllPools();
    }

    private static async Task AddSellerAsync(ServiceProvider services, string name)
    {
        await using var db = services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        db.Sellers.Add(new Seller { Name = name });
        await db.SaveChangesAsync(Cancel);
    }

    private static async Task<List<string>> SellersAsync(ServiceProvider services)
    {
        await using var db = services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        return await db.Sellers.Select(s => s.Name).ToListAsync(Cancel);
    }

    private static ServiceProvider Services(TestStorage storage)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(storage.Settings).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddSingleton(TimeProvider.System);
        services.AddMarketplaceData(configuration).AddSecurity(configuration);
        return services.BuildServiceProvider();
    }
}
