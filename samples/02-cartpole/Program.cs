using System.CommandLine;
using CartPoleSample;

RootCommand root = new("A policy learns to balance a pole on a cart.") { LocalCommand.Create() };
return root.Parse(args).Invoke();
