using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>The members of generated networks that take a workspace: what is the same for all of them around the passes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WorkspaceMembers
{
    /// <summary>Takes the memory that the layout plans, for batches of at most <paramref name="batchCapacity"/> examples.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The capacity or the number of threads is less than 1, or the capacity more than can be addressed.</exception>
    public static Workspace<T> Create<T>(IPasses<T> network, int batchCapacity, bool inputGradients, bool parameterGradients, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(network, network.Layout, batchCapacity, inputGradients, parameterGradients, threads);

    /// <summary>Opens a workspace for one call.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="InvalidOperationException">It is in use by another call.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static WorkspaceFrame<T> Use<T>(Workspace<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return workspace.Use();
    }

    /// <summary>The outputs of a batch, with what Backward needs kept in the workspace.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ReadOnlySpan<T> Forward<T>(IPasses<T> network, Workspace<T> workspace, ReadOnlySpan<T> inputs, bool training)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        using WorkspaceFrame<T> use = workspace.Use();
        workspace.BeginForward(network, inputs, training);
        workspace.Run(Pass.Forward);
        return workspace.EndForward();
    }

    /// <summary>The gradients of the last Loss.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<T>(IPasses<T> network, Workspace<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        using WorkspaceFrame<T> use = workspace.Use();
        workspace.BeginBackward(network);
        workspace.Run(Pass.Backward);
        workspace.EndBackward();
    }

    /// <summary>The gradients of a cost whose derivatives with respect to the outputs are given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<T>(IPasses<T> network, Workspace<T> workspace, ReadOnlySpan<T> outputGradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        using WorkspaceFrame<T> use = workspace.Use();
        workspace.BeginBackward(network, outputGradients);
        workspace.Run(Pass.Backward);
        workspace.EndBackward();
    }

    /// <summary>Backward, and an update of the parameters by its gradients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Step<T>(IPasses<T> network, Workspace<T> workspace, Optimizer optimizer, NetworkDescription description, AlignedBuffer<T> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(optimizer);
        using WorkspaceFrame<T> use = workspace.Use();
        workspace.BeginStep(network, optimizer, description, parameters);
        workspace.Run(Pass.Step);
        workspace.EndStep();
    }

    /// <summary>Copies the gradient of a parameter out, in row-major order of its canonical shape.</summary>
    /// <exception cref="ArgumentException">No such parameter, or <paramref name="destination"/> is of another length, or it overlaps the gradients.</exception>
    public static void GetGradient<T>(IPasses<T> network, Workspace<T> workspace, NetworkDescription description, string name, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        using WorkspaceFrame<T> use = workspace.Use();
        ParameterBuffer.Get(description, workspace.GradientsOf(network), name, destination);
    }

    /// <summary>Copies a named value of the last Forward.</summary>
    public static void GetOutput<T>(IPasses<T> network, Workspace<T> workspace, string name, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        using WorkspaceFrame<T> use = workspace.Use();
        workspace.GetOutput(network, name, destination);
    }

    /// <summary>Copies the gradient of a named value of the last Backward.</summary>
    public static void GetOutputGradient<T>(IPasses<T> network, Workspace<T> workspace, string name, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        using WorkspaceFrame<T> use = workspace.Use();
        workspace.GetOutputGradient(network, name, destination);
    }

    /// <summary>Copies the gradient of an input of the last Backward.</summary>
    public static void GetInputGradients<T>(IPasses<T> network, Workspace<T> workspace, string name, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        using WorkspaceFrame<T> use = workspace.Use();
        workspace.GetInputGradients(network, name, destination);
    }
}
