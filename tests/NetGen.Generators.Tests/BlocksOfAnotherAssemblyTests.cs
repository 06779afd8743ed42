using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Tests.Harness;
using Xunit;

namespace NetGen.Generators.Tests;

/// <summary>[Block] classes that come from another assembly: as a file, whose attributes are read from metadata, and as a project of the same solution.</summary>
public class BlocksOfAnotherAssemblyTests
{
    private const string Library = """
        using NetGen;
        namespace Pieces;

        [Block]
        [Dense(8, Name = "wide"), Swish(Beta = 2)]
        [LayerNorm(Epsilon = 0.1)]
        [Dropout(0.25), Dense(4), HardTanh(-2, 2)]
        [Add("input")]
        public class Piece;

        [Block]
        [Residual<Piece>(Repeat = 2), Sequence<Piece>]
        public class Tower;

        [Derivative(Needs.Input, Equation = "swish({0})", Init = Init.He)]
        public struct Swish : IActivation
        {
            public double Beta { get; set; }
            public V Forward<V>(V z) where V : struct, ISimd<V> => z * SimdMath.Sigmoid(z * V.Constant(Beta));
            public V Derivative<V>(V z) where V : struct, ISimd<V> => SimdMath.Sigmoid(z * V.Constant(Beta));
        }

        public sealed class SwishAttribute : ActivationAttribute<Swish>
        {
            public double Beta { get; set; }
        }

        struct Hidden : IActivation
        {
            public V Forward<V>(V z) where V : struct, ISimd<V> => z;
            public V Derivative<V>(V z) where V : struct, ISimd<V> => z;
        }

        sealed class HiddenAttribute : ActivationAttribute<Hidden>;

        [Derivative(Needs.Nothing)]
        struct Inner : IActivation
        {
            public V Forward<V>(V z) where V : struct, ISimd<V> => z;
            public V Derivative<V>(V z) where V : struct, ISimd<V> => V.One;
        }

        sealed class InnerAttribute : ActivationAttribute<Inner>;

        [Block, Dense(8), Dropout(1.5)]
        public class Wrong;

        [Block, Sequence<Wrong>]
        public class AroundWrong;

        [Block, Dense(4), Inner]
        public class Closed;

        [Dense(8)]
        public class Forgotten;

        [Block]
        public class Empty;

        [Block, Residual<Second>]
        public class First;

        [Block, Residual<First>]
        public class Second;

        [Block, Dense(4), SoftmaxCrossEntropy]
        public class WithLoss;
        """;

    private const string Network = """
        using NetGen;
        [Network, Input(4)]
        [Residual<Pieces.Piece>, Pieces.Swish(Beta = 3)]
        [Sequence<Pieces.Tower>]
        [Dense(3)]
        [SoftmaxCrossEntropy]
        public sealed partial class Net;
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void They_are_read_like_blocks_of_the_same_assembly(bool asProject)
    {
        Generation other = Of(Network, asProject), same = Generation.Of(Network, Library);

        Assert.Empty(other.Diagnostics);
        Assert.Empty(Analysis.Of(other));
        Assert.Equal(same.Text, other.Text);
        Assert.Contains("Beta = 2", other.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_of_this_assembly_may_consist_of_them()
    {
        const string Own = """
            using NetGen;
            [Block, Sequence<Pieces.Tower>, Tanh] class Own;
            [Network, Input(4), Residual<Own>(Repeat = 2), MeanSquaredError] public sealed partial class Net;
            """;
        Generation other = Of(Own, asProject: false);

        Assert.Empty(other.Diagnostics);
        Assert.Equal(Generation.Of(Own, Library).Text, other.Text);
    }

    [Theory]
    [InlineData("Wrong", "NG0006", "the rate must be")]
    [InlineData("AroundWrong", "NG0006", "the rate must be")]
    [InlineData("Closed", "NG0026", "Inner")]
    [InlineData("Forgotten", "NG0031", "it carries no [Block]")]
    [InlineData("Empty", "NG0031", "it has no layers")]
    [InlineData("First", "NG0030", "First, which contains Second, which contains First")]
    [InlineData("WithLoss", "NG0009", "WithLoss is a block")]
    public void What_is_wrong_with_them_stands_on_the_attribute_that_uses_them(string block, string id, string message)
    {
        foreach (bool asProject in (bool[])[false, true])
        {
            Generation generation = Of($"using NetGen;\n[Network, Input(4), Dense(4), Residual<Pieces.{block}>, MeanSquaredError] public sealed partial class Net;", asProject);
            Diagnostic diagnostic = Assert.Single(Analysis.Of(generation));

            Assert.Equal(id, diagnostic.Id);
            Assert.Contains(message, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            Assert.Equal($"Residual<Pieces.{block}>", diagnostic.Location.SourceTree!.ToString().Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
            Assert.Empty(generation.Errors);
        }
    }

    [Fact]
    public void An_assembly_that_is_missing_is_named()
    {
        MetadataReference activations = Image(Generation.Compile("""
            using NetGen;
            [Derivative(Needs.Nothing)]
            public struct Far : IActivation
            {
                public V Forward<V>(V z) where V : struct, ISimd<V> => z;
                public V Derivative<V>(V z) where V : struct, ISimd<V> => V.One;
            }
            public sealed class FarAttribute : ActivationAttribute<Far>;
            """).WithAssemblyName("Far"));
        MetadataReference blocks = Image(Generation.Compile("using NetGen; [Block, Dense(4), Far] public class Near;").WithAssemblyName("Near").AddReferences(activations));
        const string Source = "using NetGen; [Network, Input(4), Residual<Near>, MeanSquaredError] public sealed partial class Net;";

        Diagnostic diagnostic = Assert.Single(Analysis.Of(Generation.Run(Generation.Compile(Source).AddReferences(blocks))));
        Assert.Equal("NG0031", diagnostic.Id);
        Assert.Contains("FarAttribute is not referenced", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(Analysis.Of(Generation.Run(Generation.Compile(Source).AddReferences(blocks, activations))));
    }

    private static Generation Of(string source, bool asProject)
    {
        CSharpCompilation library = Generation.Compile(Library).WithAssemblyName("Pieces");
        return Generation.Run(Generation.Compile(source).AddReferences(asProject ? library.ToMetadataReference() : Image(library)));
    }

    private static PortableExecutableReference Image(CSharpCompilation compilation)
    {
        using MemoryStream stream = new();
        Assert.Empty(compilation.Emit(stream).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return MetadataReference.CreateFromImage(ImmutableArray.Create(stream.ToArray()));
    }
}
