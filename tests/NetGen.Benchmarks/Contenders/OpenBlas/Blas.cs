using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen.Benchmarks.Contenders.OpenBlas;

/// <summary>The few functions of OpenBLAS that a training step needs. All matrices are row-major.</summary>
internal static unsafe partial class Blas
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101, NoTranspose = 111, Transpose = 112;

    /// <summary>Whether the library is on this machine.</summary>
    public static bool IsInstalled { get; } = Load();

    /// <summary>The processor that it has its kernels for.</summary>
    public static string Core => Marshal.PtrToStringUTF8(CoreName())!;

    /// <summary>Sets the number of threads of every call.</summary>
    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    public static partial void SetThreads(int count);

    /// <summary>C = A·B + β·C with A [m, k], B [k, n] and C [m, n]; A or B is given transposed where the flag says so.</summary>
    public static void Multiply(int m, int n, int k, float* a, bool transposeA, float* b, bool transposeB, float beta, float* c) =>
        Sgemm(RowMajor, transposeA ? Transpose : NoTranspose, transposeB ? Transpose : NoTranspose, m, n, k, 1, a, transposeA ? m : k, b, transposeB ? k : n, beta, c, n);

    /// <summary>sums = Aᵀ·ones, the sum of each column of A [rows, columns].</summary>
    public static void SumColumns(int rows, int columns, float* a, float* ones, float* sums) =>
        Sgemv(RowMajor, Transpose, rows, columns, 1, a, columns, ones, 1, 0, sums, 1);

    /// <summary>
    /// Loads it. Processors that are newer than the library get its oldest kernels (Prescott's); then it is loaded again for an older one
    /// with AVX-512, unless the user has chosen.
    /// </summary>
    private static bool Load()
    {
        const string Choice = "OPENBLAS_CORETYPE";
        if (!NativeLibrary.TryLoad(Library, out nint handle))
            return false;

        var coreName = (delegate* unmanaged<byte*>)NativeLibrary.GetExport(handle, "openblas_get_corename");
        if (Marshal.PtrToStringUTF8((nint)coreName()) == "Prescott" && Vector512.IsHardwareAccelerated && Environment.GetEnvironmentVariable(Choice) is null)
        {
            NativeLibrary.Free(handle);
            _ = SetEnvironment(Choice, "SkylakeX", overwrite: 1);
            return NativeLibrary.TryLoad(Library, out _);
        }

        return true;
    }

    // .NET's own environment is a copy, which native libraries do not see.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport(Library, EntryPoint = "openblas_get_corename")]
    private static partial nint CoreName();

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    private static partial void Sgemm(int order, int transA, int transB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_sgemv")]
    private static partial void Sgemv(int order, int trans, int m, int n, float alpha, float* a, int lda, float* x, int incx, float beta, float* y, int incy);
}
