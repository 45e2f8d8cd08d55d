using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Lace.Scenarios;

/// <summary>Assertions for scenarios: they run under xunit and in the ahead-of-time runner alike.</summary>
/// <remarks>
/// Every failure is a <see cref="ScenarioFailedException"/> with what was found, what was expected and the caller's own words.
/// </remarks>
public static class Check
{
    private const int MaxShownCharacters = 400;

    /// <summary>Fails at once.</summary>
    [DoesNotReturn]
    public static void Fail(string message) => throw new ScenarioFailedException(message);

    /// <summary>The condition holds.</summary>
    public static void True(
        [DoesNotReturnIf(false)] bool condition, string? because = null,
        [CallerArgumentExpression(nameof(condition))] string? expression = null)
    {
        if (!condition)
            Fail($"expected true: {expression}{Because(because)}");
    }

    /// <summary>The condition does not hold.</summary>
    public static void False(
        [DoesNotReturnIf(true)] bool condition, string? because = null,
        [CallerArgumentExpression(nameof(condition))] string? expression = null)
    {
        if (condition)
            Fail($"expected false: {expression}{Because(because)}");
    }

    /// <summary>Both are equal by <see cref="EqualityComparer{T}.Default"/>.</summary>
    public static void Equal<T>(
        T expected, T actual, string? because = null, [CallerArgumentExpression(nameof(actual))] string? expression = null)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            Fail($"{expression}: found {Show(actual)}, expected {Show(expected)}{Because(because)}");
    }

    /// <summary>The two differ by <see cref="EqualityComparer{T}.Default"/>.</summary>
    public static void NotEqual<T>(
        T unexpected, T actual, string? because = null, [CallerArgumentExpression(nameof(actual))] string? expression = null)
    {
        if (EqualityComparer<T>.Default.Equals(unexpected, actual))
            Fail($"{expression}: found {Show(actual)}, expected anything else{Because(because)}");
    }

    /// <summary>The numbers differ by at most <paramref name="tolerance"/>; NaN never passes.</summary>
    public static void Near(
        double expected, double actual, double tolerance, [CallerArgumentExpression(nameof(actual))] string? expression = null)
    {
        if (!(Math.Abs(expected - actual) <= tolerance))
            Fail($"{expression}: found {actual:R}, expected {expected:R} within {tolerance:R}");
    }

    /// <summary>The value is at least <paramref name="minimum"/>.</summary>
    public static void AtLeast<T>(
        T minimum, T actual, string? because = null, [CallerArgumentExpression(nameof(actual))] string? expression = null)
        where T : IComparable<T>
    {
        if (actual.CompareTo(minimum) < 0)
            Fail($"{expression}: found {Show(actual)}, expected at least {Show(minimum)}{Because(because)}");
    }

    /// <summary>The value is at most <paramref name="maximum"/>. Not for wall-clock time: a busy machine is not a bug.</summary>
    public static void AtMost<T>(
        T maximum, T actual, string? because = null, [CallerArgumentExpression(nameof(actual))] string? expression = null)
        where T : IComparable<T>
    {
        if (actual.CompareTo(maximum) > 0)
            Fail($"{expression}: found {Show(actual)}, expected at most {Show(maximum)}{Because(because)}");
    }

    /// <summary>Same length, same elements, same order. The first difference is named.</summary>
    public static void SequenceEqual<T>(
        ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, [CallerArgumentExpression(nameof(actual))] string? expression = null)
    {
        int common = Math.Min(expected.Length, actual.Length);
        for (int i = 0; i < common; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(expected[i], actual[i]))
                Fail($"{expression}[{i}]: found {Show(actual[i])}, expected {Show(expected[i])} of {actual.Length} and {expected.Length}");
        }

        if (expected.Length != actual.Length)
            Fail($"{expression}.Length: found {actual.Length}, expected {expected.Length}; the first {common} are equal");
    }

    /// <inheritdoc cref="SequenceEqual{T}(ReadOnlySpan{T}, ReadOnlySpan{T}, string?)"/>
    public static void SequenceEqual<T>(
        IEnumerable<T> expected, IEnumerable<T> actual, [CallerArgumentExpression(nameof(actual))] string? expression = null) =>
        SequenceEqual<T>(expected.ToArray().AsSpan(), actual.ToArray().AsSpan(), expression);

    /// <summary>The text contains the part, ordinally.</summary>
    public static void Contains(string part, string? text, [CallerArgumentExpression(nameof(text))] string? expression = null)
    {
        if (text is null || !text.Contains(part, StringComparison.Ordinal))
            Fail($"{expression}: found {Show(text)}, expected it to contain {Show(part)}");
    }

    /// <summary>The collection contains the item.</summary>
    public static void Contains<T>(T item, IEnumerable<T> items, [CallerArgumentExpression(nameof(items))] string? expression = null)
    {
        List<T> all = [.. items];
        if (!all.Contains(item))
            Fail($"{expression}: found [{string.Join(", ", all.Select(each => Show(each)))}], expected it to contain {Show(item)}");
    }

    /// <summary>The value is null.</summary>
    public static void Null(object? value, [CallerArgumentExpression(nameof(value))] string? expression = null)
    {
        if (value is not null)
            Fail($"{expression}: found {Show(value)}, expected null");
    }

    /// <summary>The value is not null.</summary>
    public static void NotNull([NotNull] object? value, [CallerArgumentExpression(nameof(value))] string? expression = null)
    {
        if (value is null)
            Fail($"{expression}: found null, expected a value");
    }

    /// <summary>The action throws <typeparamref name="T"/> or a type derived from it, which is returned.</summary>
    public static T Throws<T>(Action action, [CallerArgumentExpression(nameof(action))] string? expression = null)
        where T : Exception
    {
        try
        {
            action();
        }
        catch (Exception thrown)
        {
            return Expect<T>(thrown, expression);
        }

        throw new ScenarioFailedException($"{expression}: nothing was thrown, expected {typeof(T).Name}");
    }

    /// <inheritdoc cref="Throws{T}"/>
    public static async Task<T> ThrowsAsync<T>(Func<Task> action, [CallerArgumentExpression(nameof(action))] string? expression = null)
        where T : Exception
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            return Expect<T>(thrown, expression);
        }

        throw new ScenarioFailedException($"{expression}: nothing was thrown, expected {typeof(T).Name}");
    }

    /// <summary>The condition becomes true before <paramref name="timeout"/> (default 30 s) is over; looked at every 5 ms.</summary>
    /// <remarks>For what another thread or process does in its own time. The limit is a watchdog, not a claim about speed.</remarks>
    public static void Eventually(
        Func<bool> condition, TimeSpan? timeout = null, string? because = null,
        [CallerArgumentExpression(nameof(condition))] string? expression = null)
    {
        TimeSpan limit = timeout ?? TimeSpan.FromSeconds(30);
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > limit)
                Fail($"still false after {limit.TotalSeconds:0.###} s: {expression}{Because(because)}");
            Thread.Sleep(5);
        }
    }

    private static T Expect<T>(Exception thrown, string? expression)
        where T : Exception =>
        thrown as T
        ?? throw new ScenarioFailedException(
            $"{expression}: found {thrown.GetType().Name} \"{thrown.Message}\", expected {typeof(T).Name}", thrown);

    private static string Because(string? because) => because is null ? "" : $" ({because})";

    private static string Show(object? value)
    {
        string text = value switch
        {
            null => "null",
            string quoted => $"\"{quoted}\"",
            IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        return text.Length <= MaxShownCharacters ? text : $"{text[..MaxShownCharacters]}... ({text.Length} characters)";
    }
}
