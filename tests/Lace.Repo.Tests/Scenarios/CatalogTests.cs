using System.Reflection;
using Lace.Scenarios;

namespace Lace.Repo.Tests.Scenarios;

public class CatalogTests
{
    [Fact]
    public void Every_scenario_class_is_in_the_catalogue() =>
        Assert.Empty(Missing(typeof(ScenarioCatalog).Assembly, ScenarioCatalog.Areas.SelectMany(ScenarioCatalog.Classes).Select(each => each.Type)));

    [Fact]
    public void A_forgotten_class_is_found() =>
        Assert.Equal([nameof(ForgottenScenarios)], Missing(typeof(CatalogTests).Assembly, []));

    [Fact]
    public void No_class_is_listed_twice()
    {
        List<string> listed = [.. ScenarioCatalog.Areas.SelectMany(ScenarioCatalog.Classes).Select(each => each.Type.FullName!)];
        Assert.Equal(listed.Distinct(), listed);
    }

    [Fact]
    public void A_class_is_listed_by_the_area_of_its_folder()
    {
        foreach (string area in ScenarioCatalog.Areas)
            Assert.All(ScenarioCatalog.Classes(area), each => Assert.StartsWith($"Lace.Scenarios.{area}", each.Type.Namespace, StringComparison.Ordinal));
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
        assembly.GetTypes().Where(type => type.Name.EndsWith("Scenarios", StringComparison.Ordinal)).Except(listed).Select(type => type.Name);

    private static class ForgottenScenarios;

    private static class TakesParameter
    {
        public static void Wrong(int value) => _ = value;
    }

    private static class Nothing;
}
