using System.CommandLine;
using Lace.Net;

namespace CartPoleSample.Processes;

/// <summary>Options that the processes share, so that they find each other without being told anything.</summary>
internal static class ProcessOptions
{
    internal static Option<Endpoint> Experience() => Endpoint("--experience", "The ring of transitions.", "shm://cartpole/experience");

    internal static Option<Endpoint> Weights() => Endpoint("--weights", "The topic of weights.", "shm://cartpole/weights");

    internal static Option<Endpoint> Camera() => Endpoint("--camera", "The topic of pictures to watch.", "shm://lab/camera");

    internal static Option<Endpoint> Robot() => Endpoint("--robot", "Where the robot is.", "tcp://127.0.0.1:7070/robot");

    internal static Option<int> Seed()
    {
        Option<int> seed = new("--seed")
        {
            Description = "Decides start weights, actions and start states; 0 or more.",
            DefaultValueFactory = static _ => 1,
        };
        seed.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out int given) && given < 0)
                result.AddError($"--seed={given}, expected at least 0");
        });
        return seed;
    }

    private static Option<Endpoint> Endpoint(string name, string description, string defaultValue)
    {
        Endpoint standard = Lace.Net.Endpoint.Parse(defaultValue);
        return new Option<Endpoint>(name)
        {
            Description = description,
            DefaultValueFactory = _ => standard,
            CustomParser = result =>
            {
                if (!Lace.Net.Endpoint.TryParse(result.Tokens[0].Value, out Endpoint? endpoint, out string? error))
                    result.AddError(error);
                else if (endpoint.Scheme != standard.Scheme && standard.Scheme == EndpointScheme.Shm)
                    result.AddError($"{name}={endpoint}, expected shm://");

                return endpoint;
            },
        };
    }
}
