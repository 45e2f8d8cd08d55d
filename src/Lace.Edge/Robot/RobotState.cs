using Lace.Edge.Simulation;

namespace Lace.Edge.Robot;

/// <summary>What the robot's camera looks at: the latest state of the simulation, handed from the thread that steps it.</summary>
/// <remarks>Threads: any. A lock held for a copy of 48 bytes.</remarks>
public sealed class RobotState
{
    private readonly Lock _lock = new();
    private CartPoleState _state;
    private long _episode;
    private int _step;

    /// <summary>Replaces the state.</summary>
    public void Set(CartPoleState state, long episode, int step)
    {
        lock (_lock)
            (_state, _episode, _step) = (state, episode, step);
    }

    /// <summary>The latest state, the number of its episode and its step in it.</summary>
    public (CartPoleState State, long Episode, int Step) Get()
    {
        lock (_lock)
            return (_state, _episode, _step);
    }
}
