using System.Reflection;
using Lace.Scenarios;

namespace Lace.Repo.Tests.Scenarios;

public class CatalogTests
{
    [Fact]
    public void Every_scenario_class_is_in_the_catalogue() =>
        Findings.AreNone(Missing(typeof(ScenarioCatalog).Assembly, Listed()));

    [Fact]
    public void A_forgotten_class_is_found() =>
        Assert.Equal([nameof(ForgottenScenarios)], Missing(typeof(CatalogTests).Assembly, []));

    [Fact]
    public void No_class_is_listed_twice()
    {
        List<Type> listed = [.. Listed()];
        Assert.Equal(listed.Distinct(), listed);
    }

    [Fact]
    public void A_class_is_listed_by_the_area_of_its_folder()
    {
        foreach (string area in ScenarioCatalog.Areas)
            Assert.All(ScenarioCatalog.Classes(area), each => Assert.Equal($"Lace.Scenarios.{area}", each.Type.Namespace));
    }

    [Theory]
    [InlineData(typeof(TakesParameter), "TakesParameter.Wrong")]
    [InlineData(typeof(Nothing), "no public static method")]
    public void A_class_that_would_not_run_is_refused(Type type, string expected)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new ScenarioClass(type));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Missing(Assembly assembly, IEnumerable<Type> listed) =>
        assembly.GetTypes().Where(type => type.Name.EndsWith("Scenarios", StringComparison.Ordinal)).Except(listed)
            .Select(type => type.Name);

    private static IEnumerable<Type> Listed() => ScenarioCatalog.Areas.SelectMany(ScenarioCatalog.Classes).Select(each => each.Type);

    private static class ForgottenScenarios;

    private static class TakesParameter
    {
        public static void Wrong(int value) => _ = value;
    }

    private static class Nothing;
}
