namespace Lace.Repo.Tests.Tidy;

public class TidyTests
{
    public static TheoryData<TidyRule> Rules => [.. TidyRules.All];

    [Theory]
    [MemberData(nameof(Rules), DisableDiscoveryEnumeration = true)]
    public void Holds_for_every_file(TidyRule rule) =>
        Findings.AreNone(Repository.TextFiles().SelectMany(path => rule.Violations(path, Repository.Read(path))));

    [Theory]
    [MemberData(nameof(Rules), DisableDiscoveryEnumeration = true)]
    public void Finds_its_bad_sample(TidyRule rule) => Assert.NotEmpty(rule.Violations(rule.BadPath, rule.BadText));

    [Theory]
    [InlineData("src/Lace.Ipc/Memory/A.cs", "unsafe { }\n")]
    [InlineData("src/A.cs", "// unsafe\nstring x = \"unsafe\"; /* fixed (x) */ char c = '\"';\n")]
    [InlineData("src/A.cs", "string y = @\"\\\"; string z = \"\"\"unsafe\"\"\"; string w = @\"\"\"unsafe\"\"\";\n")]
    [InlineData("src/LargeTable.cs", "\n")]
    [InlineData("a.md", "# One\n\n```bash\n# no title\n```\n")]
    [InlineData("a.sln", "\tx\n")]
    public void Accepts_a_good_sample(string path, string text) =>
        Findings.AreNone(TidyRules.All.SelectMany(rule => rule.Violations(path, text)));

    [Fact]
    public void Unsafe_code_after_a_literal_is_still_seen()
    {
        const string Code = "string x = @\"\\\"; char q = '\\''; string y = \"\\\"\"; unsafe { }";
        Assert.Contains(" unsafe ", CSharpText.CodeOnly(Code), StringComparison.Ordinal);
    }
}
