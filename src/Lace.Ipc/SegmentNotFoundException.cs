namespace Lace.Ipc;

/// <summary>
/// No segment of that name exists. Start the process that creates it first, or use <c>CreateOrOpen</c> or <c>OpenAsync</c>.
/// </summary>
/// <param name="name">Name of the segment.</param>
/// <param name="path">Where it was looked for.</param>
public sealed class SegmentNotFoundException(string name, string path)
    : SegmentException($"segment {name} does not exist: path={path}; start its creator first, or open it with CreateOrOpen or OpenAsync")
{
}
