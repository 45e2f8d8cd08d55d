using Lace.AotCheck;
using Lace.Scenarios.Peers;

// Published ahead of time, this one file is both the test runner and the second process that scenarios start.
return args is ["peer", ..] ? PeerHost.Run(args[1..]) : Runner.Run(args);
