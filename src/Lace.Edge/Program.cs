using System.CommandLine;
using Lace.Edge.Commands;

RootCommand root = new("Lace on the edge: the simulated robot, the bridge, and the segments of this host.")
{
    RobotCommand.Create(),
    BridgeCommand.Create(),
    ListCommand.Create(),
    RemoveCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
