// The log: one line a message on the error stream, and nothing in it that an exception or somebody else's library filled in. An exception's
// message may quote a row; its type and the place it came from never do.
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Paysieve.Jobs.Commands;
using Paysieve.Jobs.Printing;

namespace Paysieve.Jobs.Logging;

/// <summary>Makes loggers that write to the error screen. Rooms of this program from information on, other libraries from warning on.</summary>
internal sealed class ScreenLogging(ErrorScreen screen, TimeProvider clock, Loudness loudness) : ILoggerProvider, ILoggerFactory
{
    private const string Ours = "Paysieve";

    public ILogger CreateLogger(string categoryName) =>
        new Writer(screen, clock, Least(categoryName), categoryName.StartsWith(Ours, StringComparison.Ordinal));

    /// <summary>There is one place to log to.</summary>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("the log goes to the error stream alone");

    public void Dispose()
    {
    }

    /// <summary>Types, innermost last, with the frames they passed; no messages.</summary>
    public static string Trace(Exception failure)
    {
        var text = new StringBuilder();
        for (var inner = failure; inner is not null; inner = inner.InnerException)
        {
            text.Append(text.Length == 0 ? "" : "\n  from ").Append(inner.GetType().FullName);
            foreach (var frame in (inner.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                text.Append("\n    ").Append(frame);
        }
        return text.ToString();
    }

    private LogLevel Least(string category)
    {
        var ours = category.StartsWith(Ours, StringComparison.Ordinal);
        return loudness switch
        {
            Loudness.Quiet => LogLevel.Warning,
            Loudness.Verbose => ours ? LogLevel.Debug : LogLevel.Information,
            _ => ours ? LogLevel.Information : LogLevel.Warning,
        };
    }

    private sealed class Writer(ErrorScreen screen, TimeProvider clock, LogLevel least, bool ours) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var text = ours ? formatter(state, exception) : Template(state);
            var line = new StringBuilder()
                .Append(clock.GetUtcNow().UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture)).Append(' ')
                .Append(Word(logLevel)).Append(' ').Append(text);
            if (exception is not null) line.Append("\n  ").Append(Trace(exception));
            screen.Line(line.ToString());
        }

        private static string Template<TState>(TState state)
        {
            if (state is IEnumerable<KeyValuePair<string, object?>> values)
                foreach (var (name, value) in values)
                    if (name == "{OriginalFormat}") return value as string ?? "";
            return typeof(TState).Name;
        }

        private static string Word(LogLevel level) => level switch
        {
            LogLevel.Trace or LogLevel.Debug => "debug",
            LogLevel.Information => "info ",
            LogLevel.Warning => "warn ",
            _ => "error",
        };
    }
}
