using System.CommandLine;
using NetGen.Benchmarks;

RootCommand root = new("Measures NetGen.") { CompareCommand.Create() };
return root.Parse(args).Invoke();
