namespace Lace.Ipc.Memory;

/// <summary>
/// A 32-bit word that another process may read or write. Every access names its order; see docs/ARCHITECTURE.md for the
/// memory model that the names stand on.
/// </summary>
internal readonly unsafe struct SharedInt32
{
    private readonly int* _word;

    // SAFETY: Region hands out only aligned addresses inside a live mapping; UseGate keeps the mapping alive during use.
    internal SharedInt32(int* word) => _word = word;

    internal int* Address => _word;

    /// <summary>A word that only this attachment writes.</summary>
    internal int LoadOwn() => *_word;

    /// <summary>Seen by others some time; nobody draws conclusions from it about other words.</summary>
    internal void StoreOwn(int value) => Volatile.Write(ref *_word, value);

    /// <summary>Nothing after this call is read or written before it.</summary>
    internal int LoadAcquire() => Volatile.Read(ref *_word);

    /// <summary>Everything before this call is visible to whoever acquires the stored value.</summary>
    internal void StoreRelease(int value) => Volatile.Write(ref *_word, value);

    /// <summary>Full fence.</summary>
    internal int Increment() => Interlocked.Increment(ref *_word);

    /// <summary>Full fence.</summary>
    internal int Exchange(int value) => Interlocked.Exchange(ref *_word, value);
}
