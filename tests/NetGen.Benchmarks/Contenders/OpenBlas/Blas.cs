using System.Runtime.InteropServices;

namespace NetGen.Benchmarks.Contenders.OpenBlas;

/// <summary>The few functions of OpenBLAS that a training step needs. All matrices are row-major.</summary>
internal static unsafe partial class Blas
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101, NoTranspose = 111, Transpose = 112;

    /// <summary>Whether the library is on this machine.</summary>
    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>Sets the number of threads of every call.</summary>
    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    public static partial void SetThreads(int count);

    /// <summary>C = A·B + β·C with A [m, k], B [k, n] and C [m, n]; A or B is given transposed where the flag says so.</summary>
    public static void Multiply(int m, int n, int k, float* a, bool transposeA, float* b, bool transposeB, float beta, float* c) =>
        Sgemm(RowMajor, transposeA ? Transpose : NoTranspose, transposeB ? Transpose : NoTranspose, m, n, k, 1, a, transposeA ? m : k, b, transposeB ? k : n, beta, c, n);

    /// <summary>sums = Aᵀ·ones, the sum of each column of A [rows, columns].</summary>
    public static void SumColumns(int rows, int columns, float* a, float* ones, float* sums) =>
        Sgemv(RowMajor, Transpose, rows, columns, 1, a, columns, ones, 1, 0, sums, 1);

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    private static partial void Sgemm(int order, int transA, int transB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_sgemv")]
    private static partial void Sgemv(int order, int trans, int m, int n, float alpha, float* a, int lda, float* x, int incx, float beta, float* y, int incy);
}
