// A planned piece of memory, not System.Buffer.
global using Buffer = NetGen.Generators.Graph.Buffer;
