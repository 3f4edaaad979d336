// What the two dialects have in common: reading, writing in one transaction, trying again when two writers met, saying when the store is gone.
using System.Data;
using System.Data.Common;
using Dapper;
using Paysieve.Pipeline.Audit;
using Polly;
using Polly.Retry;

namespace Paysieve.Pipeline.Store;

/// <summary>What a column of a bulk write holds; each dialect keeps it in its own type.</summary>
internal enum BulkKind { Text, Whole, Real, Bit, Date, Money }

internal sealed record BulkColumn(string Name, BulkKind Kind);

/// <summary>A table written in bulk, and the columns in the order in which rows give them.</summary>
internal sealed record BulkTable(string Name, IReadOnlyList<BulkColumn> Columns);

internal abstract class Database : IDisposable
{
    private readonly ResiliencePipeline _again;

    protected Database() => _again = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } e
            && (e is ContentionException or ConnectionLostException || IsContention(e) || IsLost(e) || (args.AttemptNumber == 0 && IsTimeOut(e)))),
        MaxRetryAttempts = 5,
        Delay = TimeSpan.FromMilliseconds(20),
        MaxDelay = TimeSpan.FromSeconds(2),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
    }).Build();

    public abstract Statements Sql { get; }

    public abstract void Dispose();

    /// <summary>The bare connection, without translated exceptions.</summary>
    protected abstract Task<DbConnection> ConnectAsync(CancellationToken cancellationToken);

    protected abstract ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Two writers met (unique violation, deadlock, busy): the transaction was rolled back and may be tried again as a whole.</summary>
    protected abstract bool IsContention(Exception exception);

    /// <summary>The connection was lost, and with it a transaction that had not begun to commit: it may be tried again on another one.</summary>
    protected abstract bool IsLost(Exception exception);

    /// <summary>A statement took too long, and the transaction, which had not begun to commit, is gone: it may be tried once more, since waiting is dear.</summary>
    protected abstract bool IsTimeOut(Exception exception);

    /// <summary>A sentence when the database is gone, full, read-only or damaged; null when the trouble is another.</summary>
    public abstract string? WhyUnreachable(Exception exception);

    /// <summary>A sentence when one of the schema's own rules (a trigger) refused the row; null when the trouble is another.</summary>
    protected abstract string? WhyRefused(Exception exception);

    /// <summary>After an erasure: writes over what the files of the database still hold of changed rows, as far as this program can.</summary>
    public virtual Task ForgetTracesAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits until this transaction alone may append to the audit chain.</summary>
    public abstract Task TakeAuditTurnAsync(UnitOfWork work);

    public abstract AuditEvent ReadAuditEvent(DbDataReader row);

    /// <summary>Writes rows inside the unit of work; rows are enumerated once.</summary>
    public abstract Task BulkInsertAsync(UnitOfWork work, BulkTable table, IEnumerable<object?[]> rows);

    /// <summary>A lock with this name that dies with the process; null when another holds it.</summary>
    public abstract Task<IAsyncDisposable?> TryLeaseAsync(string name, CancellationToken cancellationToken);

    /// <summary>Scripts already run; empty when there is no journal yet.</summary>
    public abstract Task<IReadOnlyList<string>> AppliedMigrationsAsync(CancellationToken cancellationToken);

    /// <summary>Folder of this dialect's migrations and DbUp's engine for it.</summary>
    public abstract string MigrationFolder { get; }

    public abstract DbUp.Builder.UpgradeEngineBuilder MigrationTarget();

    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false)) return await read(connection).ConfigureAwait(false);
        }
        catch (Exception e) when (WhyUnreachable(e) is { } why)
        {
            throw new StoreUnreachableException(why, e);
        }
    }

    public Task<IReadOnlyList<T>> QueryAsync<T>(string statement, object? arguments, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<T>>(
            async connection => (await connection.QueryAsync<T>(
                new CommandDefinition(Sql[statement], arguments, cancellationToken: cancellationToken)).ConfigureAwait(false)).AsList(),
            cancellationToken);

    public async Task<T?> FindAsync<T>(string statement, object? arguments, CancellationToken cancellationToken) where T : class
    {
        var found = await QueryAsync<T>(statement, arguments, cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>A connection for reading row by row; the caller translates nothing and disposes.</summary>
    public async Task<DbConnection> OpenForStreamAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (WhyUnreachable(e) is { } why)
        {
            throw new StoreUnreachableException(why, e);
        }
    }

    /// <summary>
    /// Runs <paramref name="write"/> in one transaction and commits. When two writers met, or the connection was lost before the commit, the
    /// whole of it runs again from the start, so it must not leave anything behind outside the database. When the connection is lost while
    /// committing nobody knows what became of it: then it is not tried again here.
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<UnitOfWork, Task<T>> write, CancellationToken cancellationToken)
    {
        try
        {
            return await _again.ExecuteAsync(async cancel => await TryAsync(write, cancel).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectionLostException e)
        {
            throw new StoreUnreachableException(e.Message, e);
        }
        catch (CommitException e) when (WhyLost(e) is { } why)
        {
            throw new StoreUnreachableException(why + "; whether the last change was kept shows when the command is given again", e.InnerException!);
        }
        catch (ContentionException e)
        {
            throw new StoreUnreachableException("the store was busy: other writers were let through first, again and again", e);
        }
        catch (Exception e) when (WhyRefused(e) is { } why)
        {
            throw new StoreRuleException(why, e);
        }
        catch (Exception e) when (WhyUnreachable(e) is { } why)
        {
            throw new StoreUnreachableException(why, e);
        }
    }

    private async Task<T> TryAsync<T>(Func<UnitOfWork, Task<T>> write, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await BeginAsync(connection, cancellationToken).ConfigureAwait(false);
        T result;
        try
        {
            result = await write(new UnitOfWork(this, connection, transaction, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var rolledBack = await TryRollBackAsync(transaction).ConfigureAwait(false) && connection.State == ConnectionState.Open;
            // A client that finds its wire cut in the midst of an answer says so in many ways: one that cannot even roll back has lost it.
            if (!rolledBack && !cancellationToken.IsCancellationRequested && SaysNothing(e)) throw new ConnectionLostException(e);
            throw;
        }
        try
        {
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var rolledBack = await TryRollBackAsync(transaction).ConfigureAwait(false) && connection.State == ConnectionState.Open;
            if (IsLost(e) || IsTimeOut(e)) throw new CommitException(e);
            if (!rolledBack && !cancellationToken.IsCancellationRequested && SaysNothing(e)) throw new CommitException(new ConnectionLostException(e));
            throw;
        }
        await transaction.DisposeAsync().ConfigureAwait(false);
        return result;
    }

    private string? WhyLost(CommitException e) => e.InnerException is ConnectionLostException lost ? lost.Message : WhyUnreachable(e.InnerException!);

    private bool SaysNothing(Exception e) => !IsContention(e) && !IsTimeOut(e) && !IsLost(e) && WhyRefused(e) is null && WhyUnreachable(e) is null;

    /// <summary>After a failure, which is what is told of. False: the connection cannot even do that, and the server does it when it notices.</summary>
    private static async Task<bool> TryRollBackAsync(DbTransaction transaction)
    {
        try
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or DbException or IOException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Other writers came first, told otherwise than by an exception of the driver.</summary>
    protected sealed class ContentionException() : Exception("other writers were let through first");

    /// <summary>Lost before the commit.</summary>
    protected sealed class ConnectionLostException(Exception inner) : Exception("the store's connection was lost", inner);

    /// <summary>Lost while committing.</summary>
    private sealed class CommitException(Exception inner) : Exception("the connection was lost while committing", inner);
}

/// <summary>One transaction, and statements by name inside it.</summary>
internal sealed record UnitOfWork(Database Database, DbConnection Connection, DbTransaction Transaction, CancellationToken Cancellation)
{
    public Task<int> ExecuteAsync(string statement, object? arguments) => Connection.ExecuteAsync(Command(statement, arguments));

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string statement, object? arguments) =>
        (await Connection.QueryAsync<T>(Command(statement, arguments)).ConfigureAwait(false)).AsList();

    public async Task<T?> FindAsync<T>(string statement, object? arguments) where T : class =>
        await Connection.QueryFirstOrDefaultAsync<T>(Command(statement, arguments)).ConfigureAwait(false);

    private CommandDefinition Command(string statement, object? arguments) =>
        new(Database.Sql[statement], arguments, Transaction, cancellationToken: Cancellation);
}
