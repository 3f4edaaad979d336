// Teaches Dapper the store's types once: dates, UTC times and snake_case columns, in both dialects.
using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Paysieve.Pipeline.Audit;

namespace Paysieve.Pipeline.Store;

internal static class DapperSetup
{
    private static readonly Lazy<bool> Done = new(Install);

    public static void Ensure() => _ = Done.Value;

    /// <summary>UTC to the microsecond, which is what both dialects keep.</summary>
    public static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }

    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString(AuditEvent.TimeForm, CultureInfo.InvariantCulture);

    public static string DateText(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool Install()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;

        // Dapper asks a handler on writing only for types that it does not know itself.
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.RemoveTypeMap(typeof(DateOnly));
        SqlMapper.RemoveTypeMap(typeof(DateOnly?));
        SqlMapper.AddTypeHandler(new TimeHandler());
        SqlMapper.AddTypeHandler(new DateHandler());
        return true;
    }

    private sealed class TimeHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            if (parameter is SqliteParameter)
            {
                parameter.Value = TimeText(value);
                return;
            }
            parameter.DbType = DbType.DateTime2;
            parameter.Value = value.UtcDateTime;
        }

        public override DateTimeOffset Parse(object value) => value switch
        {
            string text => new DateTimeOffset(
                DateTime.ParseExact(text, AuditEvent.TimeForm, CultureInfo.InvariantCulture), TimeSpan.Zero),
            DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), TimeSpan.Zero),
            _ => throw new DataException($"a time column holds {value.GetType().Name}"),
        };
    }

    private sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            if (parameter is SqliteParameter)
            {
                parameter.Value = DateText(value);
                return;
            }
            parameter.DbType = DbType.Date;
            parameter.Value = value.ToDateTime(TimeOnly.MinValue);
        }

        public override DateOnly Parse(object value) => value switch
        {
            string text => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime time => DateOnly.FromDateTime(time),
            DateOnly date => date,
            _ => throw new DataException($"a date column holds {value.GetType().Name}"),
        };
    }
}
