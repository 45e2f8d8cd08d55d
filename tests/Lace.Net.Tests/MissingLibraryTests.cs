using Lace.Net.Native;

namespace Lace.Net.Tests;

public class MissingLibraryTests
{
    [Fact]
    public void A_missing_library_is_said_in_one_sentence_with_the_package_to_install() =>
        Assert.Equal(
            "libzmq.so.5 was not found: tcp:// needs ZeroMQ. Install it with `apt-get install libzmq5` (Debian, Ubuntu, Raspberry Pi OS).",
            Context.MissingLibrary(LibZmq.FileName));
}
