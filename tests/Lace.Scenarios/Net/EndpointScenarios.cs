using Lace.Net;

namespace Lace.Scenarios.Net;

/// <summary>Endpoints read as documented, and errors that say what is wrong.</summary>
public static class EndpointScenarios
{
    public static void A_right_endpoint_is_read_and_written_back()
    {
        (string Text, EndpointScheme Scheme, string Host, int Port, string Name, string Back)[] cases =
        [
            ("tcp://127.0.0.1:5555/cam/front", EndpointScheme.Tcp, "127.0.0.1", 5555, "cam/front", "tcp://127.0.0.1:5555/cam/front"),
            ("tcp://localhost:0/a", EndpointScheme.Tcp, "127.0.0.1", 0, "a", "tcp://127.0.0.1:0/a"),
            ("tcp://[::1]:65535/a", EndpointScheme.Tcp, "::1", 65535, "a", "tcp://[::1]:65535/a"),
            ("tcp://robot-3.lab:1/a.b_c-d/E9", EndpointScheme.Tcp, "robot-3.lab", 1, "a.b_c-d/E9", "tcp://robot-3.lab:1/a.b_c-d/E9"),
            ("tcp://*:80/a", EndpointScheme.Tcp, "*", 80, "a", "tcp://*:80/a"),
            ("shm://cartpole/experience", EndpointScheme.Shm, "", 0, "cartpole/experience", "shm://cartpole/experience"),
            ("inproc://x", EndpointScheme.Inproc, "", 0, "x", "inproc://x"),
        ];
        foreach ((string text, EndpointScheme scheme, string host, int port, string name, string back) in cases)
        {
            Endpoint endpoint = Endpoint.Parse(text);
            Check.Equal((scheme, host, port, name), (endpoint.Scheme, endpoint.Host, endpoint.Port, endpoint.Name), text);
            Check.Equal(back, endpoint.ToString());
            Check.Equal(endpoint, Endpoint.Parse(back));
        }
    }

    public static void A_wrong_endpoint_is_refused_with_what_is_wrong_in_it()
    {
        (string Text, string Says)[] cases =
        [
            ("", "scheme ''"),
            ("127.0.0.1:5555/a", "scheme ''"),
            ("http://127.0.0.1:80/a", "scheme 'http'"),
            ("TCP://127.0.0.1:80/a", "scheme 'TCP'"),
            ("tcp://127.0.0.1:5555", "the name is missing"),
            ("tcp://127.0.0.1/a", "host:port is missing"),
            ("tcp://:80/a", "host:port is missing"),
            ("tcp://127.0.0.1:65536/a", "port=65536"),
            ("tcp://127.0.0.1:-1/a", "port=-1"),
            ("tcp://127.0.0.1:+1/a", "port=+1"),
            ("tcp://127.0.0.1:x/a", "port=x"),
            ("tcp://::1:80/a", "in brackets"),
            ("tcp://[127.0.0.1]:80/a", "in brackets"),
            ("tcp://a b:80/a", "host=a b"),
            ("tcp://h:80/", "name=''"),
            ("tcp://h:80/a//b", "name='a//b'"),
            ("tcp://h:80/a/", "name='a/'"),
            ("tcp://h:80/a?b", "name='a?b'"),
            ("shm://", "name=''"),
            ("shm:///a", "name='/a'"),
            ("inproc://\u00E9", "name='\u00E9'"),
            ("shm://" + new string('a', 201), "1 to 200"),
        ];
        foreach ((string text, string says) in cases)
        {
            Check.False(Endpoint.TryParse(text, out Endpoint? endpoint, out string? error), text);
            Check.Null(endpoint);
            Check.Contains(says, error);
            Check.Equal(error, Check.Throws<FormatException>(() => Endpoint.Parse(text)).Message);
        }
    }

    public static void Only_loopback_is_bound_unless_the_option_says_so()
    {
        foreach (string open in (string[])["tcp://*:0/a", "tcp://0.0.0.0:0/a", "tcp://192.0.2.1:0/a"])
        {
            Endpoint endpoint = Endpoint.Parse(open);
            InvalidOperationException error =
                Check.Throws<InvalidOperationException>(() => RequestServer.Bind(endpoint, NetHelp.Echo));
            Check.Contains("AllowUnencrypted", error.Message);
            Check.Throws<InvalidOperationException>(() => TopicExporter.Start(endpoint, "t"));
        }
    }

    public static async Task A_name_that_is_taken_is_refused_and_free_again_later()
    {
        await using RequestServer server = NetHelp.Serve(NetHelp.Echo);
        Check.Contains("already served", Check.Throws<InvalidOperationException>(
            () => RequestServer.Bind(server.Endpoint, NetHelp.Echo, NetHelp.ServerOptions)).Message);
        await server.DisposeAsync();
        await using RequestServer second = RequestServer.Bind(server.Endpoint, NetHelp.Echo, NetHelp.ServerOptions);
        Check.Equal(server.Endpoint, second.Endpoint);
    }

    public static async Task Services_of_one_port_must_agree_on_its_limits()
    {
        await using RequestServer server = NetHelp.Serve(NetHelp.Echo);
        ArgumentException error = Check.Throws<ArgumentException>(() => RequestServer.Bind(
            server.Endpoint.WithName("other"), NetHelp.Echo, NetHelp.ServerOptions with { MaxMessageBytes = 5 }));
        Check.Contains("MaxMessageBytes=5", error.Message);
    }

    public static async Task A_port_that_another_socket_holds_is_an_error_that_names_it()
    {
        using System.Net.Sockets.TcpListener holder = new(System.Net.IPAddress.Loopback, 0);
        holder.Start();
        int port = ((System.Net.IPEndPoint)holder.LocalEndpoint).Port;
        IOException error = await Check.ThrowsAsync<IOException>(async () =>
            await RequestServer.Bind(NetHelp.AnyPort.WithPort(port), NetHelp.Echo).DisposeAsync());
        Check.Contains($":{port}", error.Message);
        Check.Contains("in use", error.Message);
    }

    public static async Task The_same_calls_work_inside_the_process()
    {
        Endpoint endpoint = Endpoint.Parse("inproc://" + ScenarioDirectory.SegmentName("echo"));
        await using RequestClient client = RequestClient.Connect(
            endpoint, NetHelp.ClientOptions with { Timeout = TimeSpan.FromMilliseconds(300) });
        Check.Throws<PeerGoneException>(() => NetHelp.Call(client, [1]));
        await using (RequestServer server = RequestServer.Bind(endpoint, async (request, reply, cancellation) =>
        {
            if (request.Span[0] == 1)
                throw new InvalidDataException("one");
            if (request.Span[0] == 2)
                await Task.Delay(Timeout.Infinite, cancellation);
            await NetHelp.Echo(request, reply, cancellation);
        }))
        {
            NetHelp.SameBytes([3, 4], NetHelp.Call(client, [3, 4]));
            NetHelp.SameBytes([3, 4], await NetHelp.CallAsync(client, [3, 4]));
            Check.Equal("one", Check.Throws<RemoteException>(() => NetHelp.Call(client, [1])).Message);
            Check.Throws<TimeoutException>(() => NetHelp.Call(client, [2]));
        }

        Check.Throws<PeerGoneException>(() => NetHelp.Call(client, [3]));
    }

    public static void Shared_memory_has_no_requests_here_yet_and_says_so()
    {
        Endpoint endpoint = Endpoint.Parse("shm://a");
        Check.Contains("shm://", Check.Throws<NotSupportedException>(() => RequestServer.Bind(endpoint, NetHelp.Echo)).Message);
        Check.Throws<NotSupportedException>(() => RequestClient.Connect(endpoint));
    }
}
