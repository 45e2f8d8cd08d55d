using System.IO.MemoryMappedFiles;

namespace Lace.Scenarios.Peers.Ipc;

/// <summary>Numbers in a file that a process mapped: what it wrote is there after it was killed, in the order of its stores.</summary>
internal sealed class Progress : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _numbers;

    internal Progress(string path, int count)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, mapName: null, count * sizeof(long));
        _numbers = _file.CreateViewAccessor();
    }

    internal long this[int index]
    {
        get
        {
            long value = _numbers.ReadInt64(index * sizeof(long));
            Interlocked.MemoryBarrier();
            return value;
        }
        set
        {
            Interlocked.MemoryBarrier();
            _numbers.Write(index * sizeof(long), value);
            Interlocked.MemoryBarrier();
        }
    }

    public void Dispose()
    {
        _numbers.Dispose();
        _file.Dispose();
    }
}
