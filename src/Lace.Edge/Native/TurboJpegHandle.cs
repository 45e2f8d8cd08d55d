using Microsoft.Win32.SafeHandles;

namespace Lace.Edge.Native;

/// <summary>A compressor or decompressor of libturbojpeg.</summary>
internal sealed class TurboJpegHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => TurboJpeg.Destroy(handle);
}
