using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Lace.Scenarios;

/// <summary>A static class whose public static parameterless methods (void or Task) are scenarios.</summary>
/// <remarks>The annotation on the constructor keeps those methods when the runner is trimmed: always pass <c>typeof</c> directly.</remarks>
public sealed class ScenarioClass
{
    private const double DefaultLimitSeconds = 60;
    private const double LongFactor = 10;

    private readonly MethodInfo[] _methods;

    /// <summary>Finds the scenarios of a class.</summary>
    /// <exception cref="ArgumentException">A public static method takes parameters or returns something else; or there is none.</exception>
    public ScenarioClass([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] Type type)
    {
        Type = type;
        _methods = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);
        Array.Sort(_methods, (left, right) => string.CompareOrdinal(left.Name, right.Name));
        if (_methods.Length == 0)
            throw new ArgumentException($"{type.Name} has no public static method: nothing in it would ever run");
        foreach (MethodInfo method in _methods)
        {
            if (method.GetParameters().Length != 0 || (method.ReturnType != typeof(void) && method.ReturnType != typeof(Task)))
                throw new ArgumentException($"{type.Name}.{method.Name} is public: it needs no parameters and void or Task");
        }
    }

    /// <summary>The class.</summary>
    public Type Type { get; }

    internal IEnumerable<Scenario> Scenarios(string area) => _methods.Select(method => ToScenario(area, method));

    private Scenario ToScenario(string area, MethodInfo method)
    {
        double seconds = method.GetCustomAttribute<TimeLimitAttribute>()?.Seconds ?? DefaultLimitSeconds;
        TimeSpan limit = TimeSpan.FromSeconds(TestRun.IsLong ? seconds * LongFactor : seconds);
        return new Scenario(area, $"{Type.Name}.{method.Name}", ToBody(method), limit);
    }

    private static Func<Task> ToBody(MethodInfo method)
    {
        if (method.ReturnType == typeof(Task))
            return method.CreateDelegate<Func<Task>>();

        Action body = method.CreateDelegate<Action>();
        return () =>
        {
            body();
            return Task.CompletedTask;
        };
    }
}
