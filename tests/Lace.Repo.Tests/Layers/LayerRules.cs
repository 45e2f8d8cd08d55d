namespace Lace.Repo.Tests.Layers;

/// <summary>Who may use whom: arrows point down only.</summary>
internal static class LayerRules
{
    /// <summary>Each source project, its assembly, and the projects it may reference.</summary>
    internal static IReadOnlyList<Layer> All { get; } =
    [
        new("Lace.Ipc", "Lace.Ipc", []),
        new("Lace.Net", "Lace.Net", ["Lace.Ipc"]),
        new("Lace.Data", "Lace.Data", ["Lace.Ipc"]),
        new("Lace.Agents", "Lace.Agents", ["Lace.Net", "Lace.Data", "Lace.Ipc"]),
        new("Lace.Edge", "lace", ["Lace.Agents", "Lace.Net", "Lace.Data", "Lace.Ipc"]),
    ];

    /// <summary>The references that point up or sideways. Assemblies of others are no business of this rule.</summary>
    internal static IEnumerable<string> Wrong(Layer layer, IEnumerable<string> references) =>
        references.Where(each => All.Any(other => other.Project == each || other.Assembly == each)).Except(layer.MayUse);
}
