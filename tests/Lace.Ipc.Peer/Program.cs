return Lace.Scenarios.Peers.PeerHost.Run(args);
