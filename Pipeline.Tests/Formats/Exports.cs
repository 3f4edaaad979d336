// Small exports for the tests of this room, and a sink that remembers.
using System.Security.Cryptography;
using System.Text;
using Paysieve.Pipeline.Formats;
using Paysieve.Pipeline.Sources;
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Formats;

internal sealed class RememberingSink : IExportSink
{
    internal ExportLayout? Layout { get; private set; }

    internal List<Transfer> Transfers { get; } = [];

    internal List<PaymentLeg> Legs { get; } = [];

    internal List<PayElection> Elections { get; } = [];

    internal List<(RejectedRecord Record, byte[] Raw)> Rejected { get; } = [];

    public void Begin(ExportLayout layout) => Layout = layout;

    public void Accept(Transfer transfer) => Transfers.Add(transfer);

    public void Accept(PaymentLeg leg) => Legs.Add(leg);

    public void Accept(PayElection election) => Elections.Add(election);

    public void Reject(RejectedRecord record, ReadOnlySpan<byte> rawRow) => Rejected.Add((record, rawRow.ToArray()));
}

internal static class Exports
{
    internal static readonly string[] Columns = [.. ExportColumns.Payout.Select(column => column.Name)];

    /// <summary>A good payout row as column values; tests change what they are about.</summary>
    internal static Dictionary<string, string> Row(string id = "T1", params (string Column, string Value)[] changes)
    {
        var row = Columns.ToDictionary(name => name, _ => "", StringComparer.Ordinal);
        row["transfer_id"] = id;
        row["employer_id"] = "ACME";
        row["employee_id"] = "E1";
        row["employee_name"] = "Ada Example";
        row["pay_date"] = "2026-11-25";
        row["amount"] = "1234.50";
        row["currency"] = "EUR";
        row["account"] = "DE89370400440532013000";
        foreach (var (column, value) in changes) row[column] = value;
        return row;
    }

    internal static string Csv(params Dictionary<string, string>[] rows)
    {
        var text = new StringBuilder(string.Join(',', Columns)).Append('\n');
        foreach (var row in rows) text.AppendJoin(',', Columns.Select(name => Quoted(row[name]))).Append('\n');
        return text.ToString();
    }

    internal static string Quoted(string value) =>
        value.AsSpan().ContainsAny(",\"\n\r") ? "\"" + value.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : value;

    internal static (ReadResult Result, RememberingSink Sink) Read(string text, ReadLimits? limits = null) =>
        Read(Encoding.UTF8.GetBytes(text), limits);

    internal static (ReadResult Result, RememberingSink Sink) Read(byte[] bytes, ReadLimits? limits = null)
    {
        using var folder = new TestFolder();
        return Read(folder.Write("export.csv", bytes), limits);
    }

    internal static (ReadResult Result, RememberingSink Sink) Read(SourceFile file, ReadLimits? limits = null)
    {
        var sink = new RememberingSink();
        return (new CanonicalCsvReader().Read(file, sink, limits ?? new ReadLimits(), null, CancellationToken.None), sink);
    }
}

/// <summary>A folder of its own for one test, gone with it.</summary>
internal sealed class TestFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("paysieve-").FullName;

    internal SourceFile Write(string name, byte[] bytes)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, bytes);
        return new SourceFile(Convert.ToHexStringLower(SHA256.HashData(bytes)), name, path, bytes.Length);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
