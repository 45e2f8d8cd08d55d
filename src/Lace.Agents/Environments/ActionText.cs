using System.Buffers.Binary;
using Lace.Data;

namespace Lace.Agents.Environments;

/// <summary>An action in words, for the error that refuses it.</summary>
internal static class ActionText
{
    private const int MaxBytes = 32;

    internal static string Of(Space space, ReadOnlySpan<byte> action) => space is DiscreteSpace
        ? $"{BinaryPrimitives.ReadInt64LittleEndian(action)}"
        : $"bytes {Convert.ToHexString(action[..Math.Min(action.Length, MaxBytes)])}{(action.Length > MaxBytes ? "..." : "")}";
}
