// What a verb has in hand while it is done.
using System.CommandLine;
using Microsoft.Extensions.Logging;
using Paysieve.Jobs.Configuring;
using Paysieve.Jobs.Printing;
using Paysieve.Pipeline.Runs;

namespace Paysieve.Jobs.Commands;

/// <summary>One verb being done: its options, the settings in effect, and where to print and log.</summary>
internal sealed class VerbCall(ParseResult parsed, Globals globals, Surroundings around, EffectiveSettings effective, Printer printer, ErrorScreen errors, ILoggerFactory logs)
{
    public Globals Globals { get; } = globals;

    /// <summary>The verb as typed: <c>lists load</c>.</summary>
    public string Verb { get; } = Refusals.Path(parsed).Replace("paysieve ", "", StringComparison.Ordinal);

    public Surroundings Around { get; } = around;

    public PaysieveSettings Settings => effective.Settings;

    /// <summary><c>ConnectionStrings:Paysieve</c>; never printed.</summary>
    public string? ConnectionString => effective.ConnectionString;

    public Printer Printer { get; } = printer;

    public ErrorScreen Errors { get; } = errors;

    public ILoggerFactory Logs { get; } = logs;

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    public T? Get<T>(Argument<T> argument) => parsed.GetValue(argument);
}

/// <summary>What <c>screen</c> was asked.</summary>
internal sealed record ScreenRequest(string? Name, string? BirthDate, string? Country, string? Wallet, string? File, string? Out, DateOnly? AsOf)
{
    /// <summary>Never a name.</summary>
    public override string ToString() => nameof(ScreenRequest);
}

/// <summary>What <c>flags decide</c> was asked.</summary>
internal sealed record DecideRequest(string Flag, string Decision, string Reason, string? Note, string? Actor)
{
    /// <summary>Never a note.</summary>
    public override string ToString() => "DecideRequest " + Flag;
}
