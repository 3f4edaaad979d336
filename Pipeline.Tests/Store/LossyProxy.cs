// A wire between store and server that can be cut or fall silent at a stated byte: the way to lose a connection where it hurts.
using System.Net;
using System.Net.Sockets;

namespace Paysieve.Pipeline.Tests.Store;

/// <summary>
/// Listens on loopback and passes bytes on to a server. Once armed, the connection on which the stated byte passes is cut or falls silent, and the
/// next ones live, but for as many as a server that fails over turns away.
/// </summary>
internal sealed class LossyProxy : IAsyncDisposable
{
    /// <summary>How long a server takes to notice that nobody is at the other end of a silent wire: SQL Server asks after 30 seconds, here it is sooner.</summary>
    private static readonly TimeSpan KeptAlive = TimeSpan.FromSeconds(2);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly (string Host, int Port) _server;
    private readonly Task _accepting;
    private long _left = long.MaxValue;
    private long _passed;
    private int _cuts;
    private int _cutsWhenArmed;
    private int _turnedAway;
    private bool _silent;

    public LossyProxy(string host, int port)
    {
        _server = (host, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes that went to the server since the last call.</summary>
    public long Passed() => Interlocked.Exchange(ref _passed, 0);

    /// <summary>How often a connection was cut or fell silent.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <param name="turnedAway">How many connections after the cut are closed at once.</param>
    /// <param name="silent">Nothing passes any more; the server's end stays until the client has given up and the server has noticed.</param>
    public void CutAfter(long bytes, int turnedAway = 0, bool silent = false)
    {
        Volatile.Write(ref _turnedAway, turnedAway);
        Volatile.Write(ref _cutsWhenArmed, Cuts);
        Volatile.Write(ref _silent, silent);
        Interlocked.Exchange(ref _left, bytes);
    }

    public void Mend() => Interlocked.Exchange(ref _left, long.MaxValue);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            if (Cuts > Volatile.Read(ref _cutsWhenArmed) && Interlocked.Decrement(ref _turnedAway) >= 0) client.Client.Close(0);
            else _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(_server.Host, _server.Port, _end.Token);
            await Task.WhenAny(PassAsync(client.GetStream(), server.GetStream(), counted: true), PassAsync(server.GetStream(), client.GetStream(), counted: false));
            // Without a good-bye, as a cable does it.
            client.Client.Close(0);
        }
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to, bool counted)
    {
        var buffer = new byte[4096];
        try
        {
            for (var count = await from.ReadAsync(buffer, _end.Token); count > 0; count = await from.ReadAsync(buffer, _end.Token))
            {
                if (counted)
                {
                    Interlocked.Add(ref _passed, count);
                    if (Interlocked.Add(ref _left, -count) < 0)
                    {
                        Mend();
                        Interlocked.Increment(ref _cuts);
                        if (Volatile.Read(ref _silent)) await GivenUpAsync(from);
                        return;
                    }
                }
                await to.WriteAsync(buffer.AsMemory(0, count), _end.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut from the other side.
        }
    }

    private async Task GivenUpAsync(NetworkStream client)
    {
        var lost = new byte[4096];
        try
        {
            while (await client.ReadAsync(lost, _end.Token) > 0)
            {
                // Into the void.
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // That is how a client gives up.
        }
        await Task.Delay(KeptAlive, _end.Token);
    }
}
