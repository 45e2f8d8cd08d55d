namespace Lace.Net.Loops;

/// <summary>Something that another thread asks an I/O loop to do. Exactly one of the two methods is called, once.</summary>
internal interface ILoopItem
{
    /// <summary>Called on the loop's thread. Must neither block nor call user code.</summary>
    void Run();

    /// <summary>Called instead, on any thread, when the loop has ended.</summary>
    void Abandon();
}
