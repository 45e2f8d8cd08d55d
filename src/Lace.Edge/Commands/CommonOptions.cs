using System.CommandLine;
using Lace.Net;

namespace Lace.Edge.Commands;

/// <summary>Options and arguments that several commands have.</summary>
internal static class CommonOptions
{
    internal static Option<string> Directory() =>
        new("--directory") { Description = "Where the segments are.", DefaultValueFactory = static _ => "/dev/shm" };

    internal static Option<bool> AllowUnencrypted() => new("--allow-unencrypted")
    {
        Description = "Listen on other interfaces than loopback, readable and usable by anybody on the way.",
    };

    /// <summary>An endpoint of one of the schemes, checked while the command line is read.</summary>
    internal static Option<Endpoint> Endpoint(string name, string description, Endpoint? defaultValue, params EndpointScheme[] schemes)
    {
        Option<Endpoint> option = new(name)
        {
            Description = description,
            CustomParser = result => ParseEndpoint(result, schemes),
        };
        if (defaultValue is null)
            option.Required = true;
        else
            option.DefaultValueFactory = _ => defaultValue;

        return option;
    }

    internal static Endpoint? ParseEndpoint(System.CommandLine.Parsing.ArgumentResult result, params EndpointScheme[] schemes) =>
        ParseEndpoint(result, result.Tokens[0].Value, schemes);

    internal static Endpoint? ParseEndpoint(System.CommandLine.Parsing.ArgumentResult result, string text, params EndpointScheme[] schemes)
    {
        if (!Lace.Net.Endpoint.TryParse(text, out Endpoint? endpoint, out string? error))
            result.AddError(error);
        else if (!schemes.Contains(endpoint.Scheme))
            result.AddError(
                $"endpoint {endpoint}: expected "
                + $"{string.Join(" or ", schemes.Select(static s => s.ToString().ToLowerInvariant() + "://"))}");

        return endpoint;
    }
}
