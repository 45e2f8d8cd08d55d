using System.Buffers.Binary;
using System.Numerics;

namespace CartPoleSample.Learning;

/// <summary>One step as the actor saw it: all that the learner needs, so a transition means the same alone.</summary>
/// <param name="Observation">What the action was chosen from.</param>
/// <param name="NextObservation">What the action led to; of the same episode also when it ended there.</param>
/// <param name="Action">The action taken.</param>
/// <param name="Reward">The reward for it.</param>
/// <param name="Terminated">The episode ended, and nothing would have come after.</param>
/// <param name="Truncated">The episode was cut, though it could have gone on.</param>
/// <param name="LogProbability">Logarithm of the chance that the actor's policy gave to the action.</param>
/// <param name="WeightsVersion">Version of the weights that the actor acted by.</param>
/// <remarks>
/// As bytes, little-endian:
/// <code>
/// offset size  field             unit
///      0   16  Observation       4 x float32
///     16   16  NextObservation   4 x float32
///     32    4  Reward            float32
///     36    4  LogProbability    float32
///     40    4  WeightsVersion    int32
///     44    1  Action            0 or 1
///     45    1  Flags             1 terminated, 2 truncated
///     46    2  zero
/// </code>
/// </remarks>
public readonly record struct Transition(
    Vector4 Observation,
    Vector4 NextObservation,
    int Action,
    float Reward,
    bool Terminated,
    bool Truncated,
    float LogProbability,
    int WeightsVersion)
{
    /// <summary>Bytes of one transition.</summary>
    public const int SizeBytes = 48;

    private const byte TerminatedFlag = 1;
    private const byte TruncatedFlag = 2;

    /// <summary>The episode is over after this transition.</summary>
    public bool EpisodeOver => Terminated || Truncated;

    /// <summary>Writes the <see cref="SizeBytes"/> bytes above to the front of <paramref name="bytes"/>.</summary>
    public void WriteTo(Span<byte> bytes)
    {
        for (int i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes[(4 * i)..], Observation[i]);
            BinaryPrimitives.WriteSingleLittleEndian(bytes[(16 + 4 * i)..], NextObservation[i]);
        }

        BinaryPrimitives.WriteSingleLittleEndian(bytes[32..], Reward);
        BinaryPrimitives.WriteSingleLittleEndian(bytes[36..], LogProbability);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[40..], WeightsVersion);
        bytes[44] = (byte)Action;
        bytes[45] = (byte)((Terminated ? TerminatedFlag : 0) | (Truncated ? TruncatedFlag : 0));
        bytes[46..SizeBytes].Clear();
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <exception cref="FormatException">No transition: wrong length, action or flags, or a number that is not finite.</exception>
    public static Transition ReadFrom(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != SizeBytes || bytes[44] > 1 || bytes[45] > (TerminatedFlag | TruncatedFlag))
            throw new FormatException(
                $"not a transition: length={bytes.Length}, expected {SizeBytes}; action={(bytes.Length > 44 ? bytes[44] : -1)}, "
                + $"expected 0..1; flags={(bytes.Length > 45 ? bytes[45] : -1)}, expected 0..3");

        Transition read = new(
            ReadVector(bytes),
            ReadVector(bytes[16..]),
            bytes[44],
            BinaryPrimitives.ReadSingleLittleEndian(bytes[32..]),
            (bytes[45] & TerminatedFlag) != 0,
            (bytes[45] & TruncatedFlag) != 0,
            BinaryPrimitives.ReadSingleLittleEndian(bytes[36..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[40..]));

        // One NaN would spread through every weight at the next update.
        float sum = Vector4.Dot(read.Observation + read.NextObservation, Vector4.One) + read.Reward + read.LogProbability;
        return float.IsFinite(sum) ? read : throw new FormatException($"not a transition: a number is not finite: {read}");
    }

    private static Vector4 ReadVector(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadSingleLittleEndian(bytes),
        BinaryPrimitives.ReadSingleLittleEndian(bytes[4..]),
        BinaryPrimitives.ReadSingleLittleEndian(bytes[8..]),
        BinaryPrimitives.ReadSingleLittleEndian(bytes[12..]));
}
