using System.CommandLine;
using CartPoleSample;
using CartPoleSample.Processes;

RootCommand root =
    new("A policy learns to balance a pole on a cart.") { PolicyCommand.Create(), LearnerCommand.Create(), LocalCommand.Create() };
return await root.Parse(args).InvokeAsync();
