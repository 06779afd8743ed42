using System.Diagnostics;

namespace NetGen.Tool.Tests;

/// <summary>The commands as a user types them, in a process of their own.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen-command-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Import_WritesBothFiles_AndDescribeReadsThem()
    {
        string model = Path.Combine(AppContext.BaseDirectory, "Models", "lenet.onnx");
        (int code, string output, string error) = Run("import", model, "--namespace", "App", "--output", "Models");
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("Models/Lenet.cs, Models/Lenet.safetensors: 61,706 numbers in 10 tensors.", output, StringComparison.Ordinal);
        Assert.Equal(["Lenet.cs", "Lenet.safetensors"], Directory.GetFiles(Path.Combine(_folder, "Models")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("conv2D1.weight", Run("describe", "Models/Lenet.safetensors").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeDone_IsOneLineAndAnExitCode()
    {
        File.WriteAllText(Path.Combine(_folder, "text.onnx"), "no model");
        (int code, string output, string error) = Run("import", "text.onnx", "--output", "out");
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("error: text.onnx: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(Path.Combine(_folder, "out")));
        Assert.Equal(1, Run("import", "missing.onnx").Code);
        Assert.Equal(1, Run("import").Code);
    }

    private (int Code, string Output, string Error) Run(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "NetGen.Tool.dll"), .. arguments]) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
