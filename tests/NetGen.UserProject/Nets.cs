using NetGen;

/// <summary>A public network in the global namespace, undocumented layers and all.</summary>
[Network]
[Input(7)]
[Dense(33), ReLU, Dropout(0.25)]
[Dense(10)]
[SoftmaxCrossEntropy]
[L2(1e-4)]
public sealed partial class GlobalNet;

/// <summary>Not a network; its name is one that generated code uses.</summary>
public static class Guard
{
    /// <summary>Nothing that generated code wants.</summary>
    public static int Rows => 0;
}

namespace UserProject
{
    /// <summary>A network in a namespace.</summary>
    [Network<double>]
    [Input(5)]
    [Dense(6), Tanh]
    [Dense(2)]
    [HalfSquaredError]
    public sealed partial class SpacedNet;

    [Network]
    [Input(3)]
    [Dense(2, Bias = false), Sigmoid]
    [MeanSquaredError]
    internal sealed partial class InternalNet;

    /// <summary>A class with networks inside.</summary>
    public static partial class Outer
    {
        /// <summary>A struct with a network inside.</summary>
        public partial struct Inner
        {
            /// <summary>A network nested twice.</summary>
            [Network<double>]
            [Input(4)]
            [Dense(3), Softplus]
            [Dense(3)]
            [SoftmaxCrossEntropy]
            public sealed partial class NestedNet;
        }

        [Network]
        [Input(2)]
        [Dense(2)]
        private sealed partial class PrivateNet;

        /// <summary>Uses the private network.</summary>
        public static float[] Predict(float[] inputs) => new PrivateNet(seed: 1).Predict(inputs);
    }

    /// <summary>A base class with state and members of its own.</summary>
    public abstract class Model
    {
        /// <summary>A title.</summary>
        public string Title { get; set; } = "untitled";

        /// <summary>A name that generated code uses.</summary>
        protected static int Simd => 512;
    }

    /// <summary>A network with a base class, whose members have names that generated code uses.</summary>
    [Network<double>]
    [Input(9)]
    [Dense(70), LeakyReLU(Slope = 0.1)]
    [Dense(5), Softmax]
    [MeanSquaredError]
    [L2(0.01)]
    public sealed partial class DerivedNet : Model
    {
        /// <summary>The sum of members whose names stand in the way.</summary>
        public static int InTheWay => Unsafe + Guard + Rows + V4 + Sums + Simd;

        private static int Unsafe => 1;

        private static int Guard => 2;

        private static int Rows => 3;

        private static int V4 => 4;

        private static int Sums => 5;
    }
}

namespace UserProject.Unsafe
{
    /// <summary>A network beside namespaces and types whose names stand in the way.</summary>
    [Network]
    [Input(6)]
    [Dropout(0.5)]
    [Dense(20), Tanh]
    [Dense(1)]
    [BinaryCrossEntropy]
    public sealed partial class ShadowedNet;

    /// <summary>In the way.</summary>
    public static class Rows;

    /// <summary>In the way.</summary>
    public static class V4;

    /// <summary>In the way: generated code says what it means by System.</summary>
    public static class System;
}
