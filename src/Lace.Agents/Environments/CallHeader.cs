namespace Lace.Agents.Environments;

/// <summary>The fields of a request; see <see cref="EnvironmentWire"/>.</summary>
internal readonly record struct CallHeader(CallKind Kind, byte Flags, ulong Session, ulong Sequence, ulong Argument);
