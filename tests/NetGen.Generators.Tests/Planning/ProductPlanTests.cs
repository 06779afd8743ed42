using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Diagnostics;
using NetGen.Generators.Emission;
using NetGen.Generators.Kernels.Products;
using NetGen.Generators.Planning;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests.Planning;

/// <summary>Which way each number of rows of a product goes, by its sizes alone.</summary>
public class ProductPlanTests
{
    private const int Single = 4;

    /// <summary>Products of a dense layer's forward pass: terms, columns, and the ways.</summary>
    [Theory]
    [InlineData(4, 4, "weights in registers")]
    [InlineData(5, 4, "1: one at a time, 1x1; 2 to 7: small tiles 2x1; from 8 on: tiles 8x1 V4")]
    [InlineData(64, 8, "1: one at a time, 1x2; 2 to 7: small tiles 2x2; from 8 on: tiles 8x1 V8 (6x2 V4)")]
    [InlineData(64, 64, "1: one at a time, 1x4; 2 to 7: small tiles 2x4; from 8 on: tiles 6x2 V (8x2 of 32 registers)")]
    [InlineData(64, 40, "1 to 7: one at a time, 1x2; from 8 on: tiles 6x2 V (8x2 of 32 registers) + 8x1 V8 (6x2 V4)")]
    [InlineData(20, 48, "1: one at a time, 1x3; 2 to 3: small tiles 2x3; from 4 on: tiles 4x3 V")]
    [InlineData(256, 64, "1: one at a time, 1x4; 2 to 7: small tiles 2x4; from 8 on: tiles 6x2 V (8x2 of 32 registers); next columns asked for")]
    [InlineData(784, 256, "1: one at a time, 1x4; 2 to 7: small tiles 2x4; from 8 on: blocks of 112 terms, tiles 6x2 V (8x2 of 32 registers); next columns asked for")]
    public void A_forward_product_goes_by_its_terms_and_columns(int terms, int columns, string ways)
    {
        Assert.Equal($"x·W, examples x {terms} x {columns}: {ways}", Forward(terms, columns).ToString());
    }

    /// <summary>Gradients of a weight: its rows and columns, the rows of an example, and the ways.</summary>
    [Theory]
    [InlineData(2, 8, 1, "tiles 2x1 V8 (2x2 V4), rows outside; db on the way")]
    [InlineData(32, 32, 1, "128 examples at a time, tiles 4x2 V (8x2 of 32 registers), rows outside")]
    [InlineData(64, 64, 1, "tiles 6x2 V (8x2 of 32 registers), rows outside")]
    [InlineData(784, 32, 1, "tiles 6x2 V (8x2 of 32 registers), rows outside")]
    [InlineData(784, 256, 1, "blocks of 256 examples, tiles 6x2 V (8x2 of 32 registers), rows outside")]
    [InlineData(64, 64, 9, "blocks of 256 examples, tiles 6x2 V (8x2 of 32 registers), rows outside")]
    public void A_sum_over_the_examples_goes_by_its_rows_and_columns(int rows, int columns, int termsOfExample, string ways)
    {
        Assert.Equal($"x·dz, {rows} x examples x {columns}: {ways}", Gradient(rows, columns, termsOfExample).ToString());
    }

    [Fact]
    public void Of_a_transpose_columns_are_outside_and_the_sums_of_few_rows_are_taken_on_the_way()
    {
        MatrixProduct product = new(new LeftMatrix("dz", RowStride: 1, Step: 4), new RightMatrix("x", 64, RightPlace.Caches))
        {
            Rows = 3,
            Columns = 64,
            IsTransposed = true,
            ScalarBytes = Single,
            Result = "dWT",
            RowSums = "db",
        };
        Assert.Equal("dz·x, 3 x examples x 64: tiles 3x2 V; db on the way", ProductPlan.Choose(product).ToString());
        Assert.Equal("dz·x, 3 x examples x 64: tiles 3x2 V", ProductPlan.Choose(product with { RowSums = null }).ToString());
    }

    [Fact]
    public void Where_B_is_found_decides_what_is_done_for_the_caches()
    {
        MatrixProduct product = Forward(784, 256).Product;
        ProductPlan cached = ProductPlan.Choose(product with { Right = product.Right with { Place = RightPlace.Caches, Panels = "WPanels" }, Result = "sums" });
        Assert.Equal("x·W, examples x 784 x 256: 1: one at a time, 4 terms of all sums at a time; 2 to 7: small tiles 2x4; from 8 on: tiles 6x2 V (8x2 of 32 registers), of panels", cached.ToString());
        ProductPlan pieces = ProductPlan.Choose(product with { Right = product.Right with { Place = RightPlace.Pieces } });
        Assert.Equal("x·W, examples x 784 x 256: 1: one at a time, 1x4; 2 to 7: small tiles 2x4; from 8 on: tiles 6x2 V (8x2 of 32 registers)", pieces.ToString());
    }

    [Fact]
    public void Equal_products_have_equal_plans()
    {
        Assert.Equal(Forward(64, 40), Forward(64, 40));
        Assert.NotEqual(Forward(64, 40), Forward(64, 44));
        Assert.Equal(Gradient(64, 64, 1), Gradient(64, 64, 1));
    }

    /// <summary>No thread, time or memory of an earlier plan is in it, nor of the text that was made from it.</summary>
    [Theory]
    [MemberData(nameof(SnapshotTests.Networks), MemberType = typeof(SnapshotTests))]
    public void A_network_has_the_same_plan_twice(string name, string scalar, string architecture)
    {
        string source = $"using NetGen;\n[Network<{scalar}>] {architecture} public sealed partial class {name}Net;";
        Assert.Equal(Plan(source, name), Plan(source, name));
    }

    private static string Plan(string source, string name)
    {
        CSharpCompilation compilation = Generation.Compile(source);
        INamedTypeSymbol type = compilation.GetTypeByMetadataName($"{name}Net")!;
        NetworkPlan plan = NetworkPlanner.Plan(NetworkReader.Read(type, compilation, CancellationToken.None));
        string text = PlanText.Of(plan);
        Assert.NotEmpty(NetworkEmitter.Emit(plan));
        Assert.Equal(text, PlanText.Of(plan));
        return text;
    }

    private static ProductPlan Forward(int terms, int columns) =>
        ProductPlan.Choose(new MatrixProduct(new LeftMatrix("x", terms), new RightMatrix("W", columns, RightPlace.Memory)) { Columns = columns, Terms = terms });

    private static ProductPlan Gradient(int rows, int columns, int termsOfExample) =>
        ProductPlan.Choose(new MatrixProduct(new LeftMatrix("x", RowStride: 1, rows), new RightMatrix("dz", columns, RightPlace.Caches))
        {
            Rows = rows,
            RowUnit = rows > 8 ? 8 : null,
            Columns = columns,
            TermsOfExample = termsOfExample,
            ScalarBytes = Single,
            Result = "dW",
            ColumnSums = "db",
        });
}
