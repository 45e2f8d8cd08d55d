using Lace.Scenarios.Agents;
using Lace.Scenarios.Data;
using Lace.Scenarios.Edge;
using Lace.Scenarios.Ipc;
using Lace.Scenarios.Net;

namespace Lace.Scenarios;

/// <summary>Every scenario there is, by area. A class that is not listed by its area fails a test of the repository.</summary>
public static class ScenarioCatalog
{
    /// <summary>The areas, in the order of the layers.</summary>
    public static IReadOnlyList<string> Areas { get; } = ["Ipc", "Net", "Data", "Agents", "Edge"];

    /// <summary>The scenario classes of an area.</summary>
    /// <exception cref="ArgumentException">There is no such area.</exception>
    public static IReadOnlyList<ScenarioClass> Classes(string area) => area switch
    {
        "Ipc" => IpcArea.Classes(),
        "Net" => NetArea.Classes(),
        "Data" => DataArea.Classes(),
        "Agents" => AgentsArea.Classes(),
        "Edge" => EdgeArea.Classes(),
        _ => throw new ArgumentException($"no such area: area={area}, expected one of {string.Join(", ", Areas)}"),
    };

    /// <summary>The scenarios of an area, in a fixed order.</summary>
    public static IReadOnlyList<Scenario> Scenarios(string area) => [.. Classes(area).SelectMany(each => each.Scenarios(area))];

    /// <summary>The scenario called <c>Class.Method</c> in an area.</summary>
    /// <exception cref="ArgumentException">There is no such scenario.</exception>
    public static Scenario Find(string area, string name) =>
        Scenarios(area).FirstOrDefault(each => each.Name == name)
        ?? throw new ArgumentException($"no such scenario: area={area}, name={name}");
}
