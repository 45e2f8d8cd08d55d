using System.CommandLine;
using Lace.Agents;
using Lace.Edge.Robot;
using Lace.Net;

namespace Lace.Edge.Commands;

/// <summary><c>lace robot</c>: the simulated robot, stepped over the wire, with a camera.</summary>
internal static class RobotCommand
{
    // A policy that was killed must not lock its successor out; one that only thinks for longer keeps the robot unless another asks.
    private static readonly TimeSpan s_clientSilence = TimeSpan.FromSeconds(2);

    internal static Command Create()
    {
        Option<Endpoint> listen = CommonOptions.Endpoint(
            "--listen",
            "Where clients reset and step it; port 0 takes any free one.",
            Endpoint.Parse("tcp://127.0.0.1:7070/robot"),
            EndpointScheme.Tcp);
        Option<Endpoint> camera = CommonOptions.Endpoint(
            "--camera", "The topic that gets its pictures, as JPEG.", Endpoint.Parse("shm://robot/camera"), EndpointScheme.Shm);
        Option<int> framesPerSecond = new("--fps")
        {
            Description = "At most so many pictures a second of wall time.",
            DefaultValueFactory = static _ => 30,
        };
        Option<int> seed = new("--seed")
        {
            Description = "Where the start states begin while no client sets a seed.",
            DefaultValueFactory = static _ => 0,
        };
        Option<bool> anyInterface = CommonOptions.AllowUnencrypted();
        framesPerSecond.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out int fps) && fps is < 1 or > 1000)
                result.AddError($"--fps={fps}, expected 1..1000");
        });

        Command command = new("robot", "Run the simulated robot: a cart-pole that advances one step for each action, and its camera.")
        {
            listen, camera, framesPerSecond, seed, anyInterface,
        };
        command.SetAction((parsed, stop) => Running.UntilStopped(parsed, stop, () => RunAsync(
            parsed.GetValue(listen)!,
            parsed.GetValue(camera)!.Name,
            parsed.GetValue(framesPerSecond),
            (ulong)parsed.GetValue(seed),
            parsed.GetValue(anyInterface),
            parsed.InvocationConfiguration.Output,
            stop)));
        return command;
    }

    private static async Task RunAsync(
        Endpoint listen,
        string cameraTopic,
        int framesPerSecond,
        ulong seed,
        bool allowUnencrypted,
        TextWriter output,
        CancellationToken stop)
    {
        RobotState state = new();
        using RobotCamera camera = new(state, cameraTopic, framesPerSecond);
        EnvironmentServerOptions options = new()
        {
            Name = CartPoleEnvironment.Name,
            Version = CartPoleEnvironment.Version,
            IdleTimeout = s_clientSilence,
            Transport = new RequestServerOptions { AllowUnencrypted = allowUnencrypted },
        };
        await using EnvironmentServer server = EnvironmentServer.Bind(listen, () => new CartPoleEnvironment(state, seed), options);
        output.WriteLine($"ready {server.Endpoint} camera shm://{cameraTopic}");
        await camera.Ended.WaitAsync(stop).ConfigureAwait(false);
    }
}
