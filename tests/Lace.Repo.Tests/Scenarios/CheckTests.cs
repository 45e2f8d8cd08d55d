using Lace.Scenarios;

namespace Lace.Repo.Tests.Scenarios;

/// <summary>Each check is shown a case that must fail, and its message is read.</summary>
public class CheckTests
{
    public static TheoryData<string, Action> Failing => new()
    {
        { "expected true: false", () => Check.True(false) },
        { "expected false: true (for a reason)", () => Check.False(true, "for a reason") },
        { "1 + 1: found 2, expected 3", () => Check.Equal(3, 1 + 1) },
        { "expected anything else", () => Check.NotEqual("a", "a") },
        { "found NaN", () => Check.Near(1, double.NaN, 0.5) },
        { "found 1, expected at least 2", () => Check.AtLeast(2, 1) },
        { "found 2, expected at most 1", () => Check.AtMost(1, 2) },
        { "[1]: found 9, expected 2", () => Check.SequenceEqual([1, 2, 3], new[] { 1, 9, 3 }) },
        { "Length: found 1, expected 2", () => Check.SequenceEqual([1, 2], new[] { 1 }) },
        { "expected it to contain \"x\"", () => Check.Contains("x", "abc") },
        { "expected it to contain 4", () => Check.Contains(4, [1, 2, 3]) },
        { "found 5, expected null", () => Check.Null(5) },
        { "found null", () => Check.NotNull(null) },
        { "nothing was thrown, expected IOException", () => Check.Throws<IOException>(() => { }) },
        { "found FormatException \"bad\"", () => Check.Throws<IOException>(() => throw new FormatException("bad")) },
        { "still false after 0.02 s", () => Check.Eventually(() => false, TimeSpan.FromMilliseconds(20)) },
    };

    [Theory]
    [MemberData(nameof(Failing), DisableDiscoveryEnumeration = true)]
    public void Fails_with_what_was_found_and_expected(string expected, Action check)
    {
        ScenarioFailedException failure = Assert.Throws<ScenarioFailedException>(check);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Passes_what_holds()
    {
        Check.True(true);
        Check.Equal("a", "a");
        Check.Near(1, 1.25, 0.25);
        Check.SequenceEqual([1, 2], new[] { 1, 2 });
        Check.Contains("b", "abc");
        Assert.IsType<FileNotFoundException>(Check.Throws<IOException>(() => throw new FileNotFoundException()));
    }
}
