// A file that a person asked for is there whole or not at all; what is no file (a pipe, a device) is written into, never replaced.
namespace Paysieve.Pipeline.Runs.Desks;

internal static class WholeFile
{
    /// <summary>
    /// Writes beside <paramref name="path"/>, or beside what it links to, then renames over it. The folder is made when it is not there.
    /// A pipe or device is written into as it stands.
    /// </summary>
    /// <exception cref="RefusedException">The place cannot be written.</exception>
    public static async Task WriteAsync(string path, Action<Stream> write, CancellationToken cancel)
    {
        if (path == "-") throw new RefusedException(ExitCode.Usage, "standard output has the result already: --out takes a file (./- for one of that name)");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is null || Directory.Exists(path)) throw new RefusedException(ExitCode.Usage, $"{path} is a folder; a file is to be written");
        // The writers are synchronous, a pipe waits for its reader, and the caller may have a signal to hear.
        await Task.Run(() => Write(path, write), cancel).ConfigureAwait(false);
    }

    /// <summary>Where a file of this name really is: at the end of its links, there or not; of what is no link the full path.</summary>
    /// <exception cref="RefusedException">The links lead in a circle.</exception>
    internal static string Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget is null ? Path.GetFullPath(path) : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        }
        catch (IOException)
        {
            throw new RefusedException(ExitCode.Usage, $"{path} cannot be written: its links lead nowhere");
        }
    }

    /// <summary>Whether a path is of a device. Some can be sought in like a file, and the runtime does not say which is which.</summary>
    internal static bool IsDevice(string target) =>
        target.StartsWith("/dev/", StringComparison.Ordinal) && !target.StartsWith("/dev/shm/", StringComparison.Ordinal);

    private static void Write(string path, Action<Stream> write)
    {
        var target = Target(path);
        if (OpenAsItStands(path, target) is { } stream)
        {
            using var counted = new CountedStream(stream);
            write(counted);
            counted.Flush();
            return;
        }
        var beside = target + ".writing";
        try
        {
            using (var file = Open(beside, Path.GetDirectoryName(target)!, path)) write(file);
            File.Move(beside, target, overwrite: true);
        }
        finally
        {
            if (File.Exists(beside)) File.Delete(beside);
        }
    }

    /// <summary>A pipe or device, opened; null for a file, which stays untouched, and where nothing is.</summary>
    private static FileStream? OpenAsItStands(string path, string target)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1 << 16);
            if (!stream.CanSeek || IsDevice(target)) return stream;
            stream.Dispose();
            return null;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException && !IsDevice(target))
        {
            // A file that may not be written can still be replaced, by whom its folder lets.
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(ExitCode.Usage, $"{path} cannot be written: it is no file, and does not open");
        }
    }

    private static FileStream Open(string beside, string folder, string path)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        }
        catch (Exception failure) when (UnwritablePlace.Why(failure, folder) is { } why)
        {
            throw new RefusedException(ExitCode.Usage, $"{path} cannot be written: {why}");
        }
    }

    /// <summary>Knows how much went through it, which the writers ask and a pipe cannot say.</summary>
    private sealed class CountedStream(Stream inner) : Stream
    {
        private long _position;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => _position;
        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            inner.Write(buffer);
            _position += buffer.Length;
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
