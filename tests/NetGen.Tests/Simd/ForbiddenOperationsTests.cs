using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Xunit;

namespace NetGen.Tests;

/// <summary>
/// Operations whose bits are those of the machine at hand: the library does not call them, nor does generated code, of which this
/// assembly has plenty.
/// </summary>
public sealed partial class ForbiddenOperationsTests
{
    [Theory]
    [InlineData(typeof(NetworkAttribute))]
    [InlineData(typeof(ForbiddenOperationsTests))]
    public void None_is_called(Type ofAssembly) => Assert.DoesNotContain(Calls(ofAssembly), IsForbidden);

    [Fact]
    public void Calls_are_found() => Assert.Contains("System.Runtime.Intrinsics.Vector256.FusedMultiplyAdd", Calls(typeof(NetworkAttribute)));

    [Theory]
    [InlineData("System.Runtime.Intrinsics.Vector512.MultiplyAddEstimate", true)]
    [InlineData("System.Runtime.Intrinsics.Vector128.ConvertToInt32Native", true)]
    [InlineData("System.Math.ReciprocalSqrtEstimate", true)]
    [InlineData("System.Runtime.Intrinsics.Vector256.Exp", true)]
    [InlineData("System.Numerics.Tensors.TensorPrimitives.Tanh", true)]
    [InlineData("System.Numerics.Tensors.TensorPrimitives.SoftMax", true)]
    [InlineData("System.Numerics.Tensors.TensorPrimitives.Log2P1", true)]
    [InlineData("System.Numerics.Tensors.TensorPrimitives.AtanPi", true)]
    [InlineData("System.Numerics.Tensors.TensorPrimitives.SinCosPi", true)]
    [InlineData("System.Numerics.Tensors.TensorPrimitives.Add", false)]
    [InlineData("System.Runtime.Intrinsics.Vector256.FusedMultiplyAdd", false)]
    [InlineData("NetGen.SimdMath.Exp", false)]
    public void The_forbidden_are_told_from_the_others(string call, bool isForbidden) => Assert.Equal(isForbidden, IsForbidden(call));

    private static bool IsForbidden(string call) => Forbidden().IsMatch(call);

    [GeneratedRegex(@"^System\..*(Native|Estimate)$|^System\.(Numerics\.Tensors\.TensorPrimitives|Numerics\.Vector|Runtime\.Intrinsics\.Vector(64|128|256|512))(`1)?\.((Exp|Log)(M1|P1|2|10|2M1|10M1|2P1|10P1)?|(Sin|Cos|Tan|Asin|Acos|Atan)(h|Pi|2|2Pi)?|SinCos(Pi)?|Pow|Cbrt|Hypot|RootN|Sigmoid|SoftMax)$")]
    private static partial Regex Forbidden();

    /// <summary>What an assembly takes from others: the type's full name and the member's.</summary>
    private static HashSet<string> Calls(Type ofAssembly)
    {
        using PEReader file = new(File.OpenRead(ofAssembly.Assembly.Location));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.MemberReferences.Select(metadata.GetMemberReference).Select(member => $"{TypeName(metadata, member.Parent)}.{metadata.GetString(member.Name)}")];
    }

    private static string TypeName(MetadataReader metadata, EntityHandle parent)
    {
        switch (parent.Kind)
        {
            case HandleKind.TypeReference:
                TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)parent);
                return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
            case HandleKind.TypeSpecification:
                // A type with arguments, or a parameter that is one: by the type it is made of, where it is one.
                BlobReader signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
                if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
                    return "";
                signature.ReadCompressedInteger(); // class or value type
                return TypeName(metadata, signature.ReadTypeHandle());
            default:
                return "";
        }
    }
}
