using System.CommandLine;

RootCommand root = new("Lace on the edge: camera, actuator, bridge, inspection.");
return root.Parse(args).Invoke();
