using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace NetGen.Generators.Tests.Harness;

/// <summary>The compiled body of a generated method.</summary>
internal sealed class MethodBody
{
    private static readonly Dictionary<int, OpCode> s_codes = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    private static readonly OpCode[] s_checks =
    [
        OpCodes.Add_Ovf, OpCodes.Add_Ovf_Un, OpCodes.Sub_Ovf, OpCodes.Sub_Ovf_Un, OpCodes.Mul_Ovf, OpCodes.Mul_Ovf_Un,
        OpCodes.Conv_Ovf_I, OpCodes.Conv_Ovf_I_Un, OpCodes.Conv_Ovf_I4, OpCodes.Conv_Ovf_I4_Un, OpCodes.Conv_Ovf_I8, OpCodes.Conv_Ovf_I8_Un,
    ];

    private MethodBody(MethodBase method, System.Reflection.MethodBody body)
    {
        byte[] il = body.GetILAsByteArray()!;
        Name = $"{method.DeclaringType!.Name}.{method.Name}";
        IsHot = method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveOptimization);
        IsKernel = IsHot && method.IsStatic;
        Bytes = il.Length;
        Locals = body.LocalVariables.Count;
        ChecksOverflow = Decode(il).Any(s_checks.Contains);
    }

    public string Name { get; }

    /// <summary>Whether it is compiled once, fully optimized, as kernels and passes are.</summary>
    public bool IsHot { get; }

    /// <summary>Whether it computes a layer, rather than call those that do.</summary>
    public bool IsKernel { get; }

    /// <summary>The length of the intermediate language.</summary>
    public int Bytes { get; }

    /// <summary>The local variables that the C# compiler made.</summary>
    public int Locals { get; }

    public bool ChecksOverflow { get; }

    /// <summary>All methods of an assembly that the generator wrote: the kernels too, which are generic.</summary>
    public static IReadOnlyList<MethodBody> AllOf(NetworkAssembly assembly) =>
    [
        .. from type in assembly.Assembly.GetTypes()
           where type.GetCustomAttribute<CompilerGeneratedAttribute>() is null
           from method in type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).OfType<MethodBase>()
           let body = method.GetMethodBody()
           where body is not null
           select new MethodBody(method, body),
    ];

    private static IEnumerable<OpCode> Decode(byte[] il)
    {
        for (int at = 0; at < il.Length;)
        {
            OpCode code = il[at] == 0xFE ? s_codes[0xFE00 | il[at + 1]] : s_codes[il[at]];
            at += code.Size;
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(il, at),
                _ => 4,
            };
            yield return code;
        }
    }
}
