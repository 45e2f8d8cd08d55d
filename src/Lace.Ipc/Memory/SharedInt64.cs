namespace Lace.Ipc.Memory;

/// <summary>
/// A 64-bit word that another process may read or write. Every access names its order; see docs/ARCHITECTURE.md for the
/// memory model that the names stand on.
/// </summary>
internal readonly unsafe struct SharedInt64
{
    private readonly long* _word;

    // SAFETY: Region hands out only aligned addresses inside a live mapping; UseGate keeps the mapping alive during use.
    internal SharedInt64(long* word) => _word = word;

    /// <summary>A word that only this attachment writes.</summary>
    internal long LoadOwn() => *_word;

    /// <summary>Seen by others some time; nobody draws conclusions from it about other words.</summary>
    internal void StoreOwn(long value) => Volatile.Write(ref *_word, value);

    /// <summary>Nothing after this call is read or written before it.</summary>
    internal long LoadAcquire() => Volatile.Read(ref *_word);

    /// <summary>Everything before this call is visible to whoever acquires the stored value.</summary>
    internal void StoreRelease(long value) => Volatile.Write(ref *_word, value);
}
