using Lace.Data.Safetensors;
using Lace.Ipc;

namespace Lace.Data;

/// <summary>Where each tensor of a message stands. A message is a safetensors file: header, then raw little-endian elements.</summary>
/// <remarks>
/// <code>
/// offset            size  field
///      0               8  header length N, u64
///      8               N  JSON, padded with spaces so that the data starts at a multiple of 64
///  8 + N  DataSizeBytes   tensors without holes: by descending element size, then by name (UTF-8 order)
/// </code>
/// <para>
/// Computed once per set of specs. <see cref="WriteHeader"/> copies the finished header into a claim; <see cref="Matches"/> compares
/// bytes, so that the same layout is never parsed twice. Anything else goes to <see cref="SafetensorsReader"/>.
/// </para>
/// <para>Threads: immutable, shared freely. Cost: no method allocates, except those that throw.</para>
/// </remarks>
public sealed class TensorLayout
{
    private readonly byte[] _header;
    private readonly TensorSpec[] _specs;
    private readonly int[] _offsetsBytes;
    private readonly Dictionary<string, int> _indexes;

    /// <summary>Lays the tensors out; their index in this layout is their place in <paramref name="specs"/>.</summary>
    /// <exception cref="ArgumentException">Two tensors of one name, or more than 2 GiB in all.</exception>
    public TensorLayout(params ReadOnlySpan<TensorSpec> specs) : this(LayoutPlan.Of(specs, metadata: null))
    {
    }

    /// <summary>Lays the tensors out; their index in this layout is their place in <paramref name="specs"/>.</summary>
    /// <param name="specs">Names differ; there may be none.</param>
    /// <param name="metadata">Constant strings for the header's <c>__metadata__</c>; what changes per message is a tensor.</param>
    /// <exception cref="ArgumentException">Two tensors of one name, a string that is no Unicode, or more than 2 GiB in all.</exception>
    public TensorLayout(IEnumerable<TensorSpec> specs, IReadOnlyDictionary<string, string>? metadata = null)
        : this(LayoutPlan.Of([.. specs], metadata))
    {
    }

    internal TensorLayout(LayoutPlan plan)
    {
        _header = plan.Header;
        _specs = plan.Specs;
        _offsetsBytes = plan.OffsetsBytes;
        SizeBytes = plan.SizeBytes;
        Metadata = plan.Metadata;
        Hash = Fingerprint.Of(_header);

        _indexes = new Dictionary<string, int>(_specs.Length, StringComparer.Ordinal);
        for (int i = 0; i < _specs.Length; i++)
            _indexes.Add(_specs[i].Name, i);
    }

    /// <summary>The tensors, by index.</summary>
    public ReadOnlySpan<TensorSpec> Specs => _specs;

    /// <summary>Constant strings of the header; empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Bytes of a whole message, exactly.</summary>
    public int SizeBytes { get; }

    /// <summary>Bytes before the first element: a multiple of 64 in layouts made here.</summary>
    public int HeaderSizeBytes => _header.Length;

    /// <summary>Bytes of all elements.</summary>
    public int DataSizeBytes => SizeBytes - HeaderSizeBytes;

    /// <summary>The header, as it stands in every message of this layout.</summary>
    public ReadOnlySpan<byte> Header => _header;

    /// <summary>Fingerprint of <see cref="Header"/>, to put where two sides compare layouts before the first message.</summary>
    public ulong Hash { get; }

    /// <summary>Index of the tensor named <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">No such tensor.</exception>
    public int IndexOf(string name) => _indexes.TryGetValue(name, out int index)
        ? index
        : throw new KeyNotFoundException($"no such tensor: name={name}, the layout has {string.Join(", ", _specs.Select(s => s.Name))}");

    /// <summary>Finds the index of the tensor named <paramref name="name"/>; false when there is none.</summary>
    public bool TryIndexOf(string name, out int index) => _indexes.TryGetValue(name, out index);

    /// <summary>Bytes between the start of the message and the first element of tensor <paramref name="index"/>.</summary>
    public int OffsetBytes(int index) => _offsetsBytes[index];

    /// <summary>Writes the header; the elements are the caller's to write, all of them: a claim's bytes are not cleared.</summary>
    /// <param name="message">At least <see cref="SizeBytes"/> long, such as a claim's payload.</param>
    /// <exception cref="ArgumentException">Too short.</exception>
    public void WriteHeader(Span<byte> message)
    {
        CheckRoom(message.Length);
        _header.CopyTo(message);
    }

    /// <summary>Whether <paramref name="message"/> has this layout: the same header bytes and the exact length. Parses nothing.</summary>
    public bool Matches(ReadOnlySpan<byte> message) => message.Length == SizeBytes && message.StartsWith(_header);

    /// <summary>The elements of a tensor, in place.</summary>
    /// <typeparam name="T">The type that <see cref="DTypes.Holds{T}"/> names for the tensor's elements.</typeparam>
    /// <param name="message">
    /// A message of this layout; whoever received it has asked <see cref="Matches"/> or <see cref="SafetensorsReader"/>.
    /// It starts at a multiple of the element size, as claims, leases and arrays do.
    /// </param>
    /// <param name="index">Index of the tensor.</param>
    /// <returns>Shape as in the spec, row-major. Lives as long as <paramref name="message"/>: not past a claim or lease.</returns>
    /// <exception cref="ArgumentException">Another element type, a message too short, or one that is not aligned.</exception>
    /// <exception cref="IndexOutOfRangeException">No such index.</exception>
    public Span<T> Tensor<T>(Span<byte> message, int index) where T : unmanaged
    {
        CheckType<T>(index);
        return Bytes.Cast<T>(Raw(message, index));
    }

    /// <inheritdoc cref="Tensor{T}(Span{byte}, int)"/>
    public ReadOnlySpan<T> Tensor<T>(ReadOnlySpan<byte> message, int index) where T : unmanaged
    {
        CheckType<T>(index);
        return Bytes.Cast<T>(Raw(message, index));
    }

    /// <summary>The bytes of a tensor, in place; <inheritdoc cref="Tensor{T}(Span{byte}, int)" path="/returns"/></summary>
    /// <exception cref="ArgumentException">The message is too short.</exception>
    public Span<byte> Raw(Span<byte> message, int index)
    {
        CheckRoom(message.Length);
        return message.Slice(_offsetsBytes[index], _specs[index].SizeBytes);
    }

    /// <inheritdoc cref="Raw(Span{byte}, int)"/>
    public ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> message, int index)
    {
        CheckRoom(message.Length);
        return message.Slice(_offsetsBytes[index], _specs[index].SizeBytes);
    }

    /// <summary>The tensors in words, for errors and logs.</summary>
    public override string ToString() => string.Join("; ", _specs.Select(s => s.ToString()));

    private void CheckRoom(int messageBytes)
    {
        if (messageBytes < SizeBytes)
            ThrowShort(messageBytes);
    }

    private void CheckType<T>(int index) where T : unmanaged
    {
        if (!_specs[index].DType.Holds<T>())
            ThrowType(index, typeof(T));
    }

    private void ThrowShort(int messageBytes) =>
        throw new ArgumentException($"message too short: messageBytes={messageBytes}, expected at least {SizeBytes} for {this}");

    private void ThrowType(int index, Type type) =>
        throw new ArgumentException($"tensor of another type: asked for {type.Name}, found {_specs[index]}");
}
