using System.Buffers;
using System.Diagnostics;
using Lace.Data;

namespace Lace.Agents.Environments;

/// <summary>One client's environment, and the reply that a copy of its last call gets instead of a second run.</summary>
/// <remarks>
/// Calls come on any thread; <c>_gate</c> makes them one at a time, so that a copy that overtakes the first run waits for its reply.
/// A call newer than the last runs; the last one gets its reply again; an older one is refused. Gaps are fine: a client whose call was
/// lost for good goes on with the next number.
/// </remarks>
internal sealed class EnvironmentSession
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly bool _remembersReply;
    private IEnvironment? _environment;
    private byte[] _description = [];
    private byte[] _reply = [];
    private byte[] _action = [];
    private int _replyBytes;
    private ulong _lastSequence;
    private ulong _actionSpaceHash;
    private long _lastCallTimestamp;
    private long _steps;
    private string? _whyNoStep = "there was no reset yet";
    private int _closeRequested;
    private int _callsInside;

    internal EnvironmentSession(ulong id, TimeProvider time, bool remembersReply)
    {
        Id = id;
        _time = time;
        _remembersReply = remembersReply;
        _lastCallTimestamp = time.GetTimestamp();
    }

    internal ulong Id { get; }

    /// <summary>Time since the last call ended; none while one is inside, however long it takes.</summary>
    internal TimeSpan Idle => Interlocked.CompareExchange(ref _callsInside, 0, 0) != 0
        ? TimeSpan.Zero
        : _time.GetElapsedTime(Interlocked.Read(ref _lastCallTimestamp));

    /// <summary>Makes the environment, once, and describes it.</summary>
    internal byte[] Open(Func<IEnvironment> factory, string name, string version)
    {
        Enter();
        try
        {
            _environment ??= Make(factory, name, version);
            return _description;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Runs a reset or step, or repeats the reply of the last. False when the session is closed: nothing ran.</summary>
    internal bool TryRun(in CallHeader call, ReadOnlySpan<byte> payload, IBufferWriter<byte> reply)
    {
        Enter();
        try
        {
            if (_environment is null || IsCloseRequested)
                return false;

            if (_remembersReply && call.Sequence < _lastSequence)
            {
                ReplyWriter.WriteError(
                    reply, call, EnvironmentError.OldCall, $"late copy: Sequence={call.Sequence}, the session is at {_lastSequence}");
                return true;
            }

            if (!_remembersReply || call.Sequence > _lastSequence)
            {
                _replyBytes = Run(_environment, call, payload);
                _lastSequence = call.Sequence;
            }

            reply.Write(_reply.AsSpan(0, _replyBytes));
            return true;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Ends the session; disposes the environment now, or when the call that runs is done.</summary>
    internal void Close()
    {
        Interlocked.Exchange(ref _closeRequested, 1);
        CloseIfRequested();
    }

    private bool IsCloseRequested => Interlocked.CompareExchange(ref _closeRequested, 0, 0) != 0;

    private void Enter()
    {
        Interlocked.Increment(ref _callsInside);
        _gate.Enter();
    }

    private void Leave()
    {
        Interlocked.Exchange(ref _lastCallTimestamp, _time.GetTimestamp());
        _gate.Exit();
        Interlocked.Decrement(ref _callsInside);

        // A close that came meanwhile found the gate taken and left the work to us.
        CloseIfRequested();
    }

    private void CloseIfRequested()
    {
        // Whoever holds the gate looks at the request again after leaving it: one of the two sees both.
        if (!IsCloseRequested || !_gate.TryEnter())
            return;

        try
        {
            _environment?.Dispose();
        }
        finally
        {
            _environment = null;
            _gate.Exit();
        }
    }

    private IEnvironment Make(Func<IEnvironment> factory, string name, string version)
    {
        IEnvironment made = factory();
        try
        {
            int observationBytes = made.ObservationSpace.SizeBytes;
            _reply = new byte[EnvironmentWire.HeaderBytes + Math.Max(observationBytes, EnvironmentWire.MaxErrorBytes)];
            _action = new byte[made.ActionSpace.SizeBytes];
            _actionSpaceHash = made.ActionSpace.ComputeHash();
            _description = new EnvironmentDescription(name, version, made.ObservationSpace, made.ActionSpace).Encode();
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    private int Run(IEnvironment environment, in CallHeader call, ReadOnlySpan<byte> payload)
    {
        if (call.Kind == CallKind.Step && Refusal(environment, call, payload, out EnvironmentError error) is { } text)
            return EnvironmentWire.WriteError(_reply, call, error, text);

        Span<byte> observation = _reply.AsSpan(EnvironmentWire.HeaderBytes, environment.ObservationSpace.SizeBytes);
        StepResult result = default;
        try
        {
            if (call.Kind == CallKind.Reset)
            {
                environment.Reset((call.Flags & EnvironmentWire.SeedFlag) != 0 ? call.Argument : null, observation);
                _steps = 0;
            }
            else
            {
                // A transport's bytes stand anywhere; an environment may count on alignment.
                payload.CopyTo(_action);
                result = environment.Step(_action, observation);
                _steps++;
            }
        }
        catch (Exception e)
        {
            // Whatever the environment throws is its client's to hear; the server goes on.
            _whyNoStep = $"the environment failed in {call.Kind}";
            return EnvironmentWire.WriteError(
                _reply, call, EnvironmentError.EnvironmentFailed, $"{call.Kind} failed: {e.GetType().Name}: {e.Message}");
        }

        _whyNoStep = result.Terminated ? "the episode terminated" : result.Truncated ? "the episode was truncated" : null;
        EnvironmentWire.WriteReply(_reply, call, result, status: 0);
        return EnvironmentWire.HeaderBytes + observation.Length;
    }

    private string? Refusal(IEnvironment environment, in CallHeader call, ReadOnlySpan<byte> action, out EnvironmentError error)
    {
        Debug.Assert(call.Kind == CallKind.Step, "only a step has an action");
        Space space = environment.ActionSpace;
        error = EnvironmentError.OtherSpace;
        if (call.Argument != _actionSpaceHash)
            return $"the client's action space is not the server's, which is {space}";

        error = EnvironmentError.BadAction;
        if (action.Length != space.SizeBytes)
            return $"action of the wrong size: found {action.Length} bytes, expected {space.SizeBytes} for {space}";

        error = EnvironmentError.EpisodeOver;
        if (_whyNoStep is not null)
            return $"no step is possible after {_steps} steps: {_whyNoStep}; call Reset";

        error = EnvironmentError.BadAction;
        return space.Contains(action)
            ? null
            : $"action outside its space: found {ActionText.Of(space, action)}, expected a value of {space}";
    }
}
