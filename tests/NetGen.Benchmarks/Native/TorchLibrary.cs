using System.Runtime.InteropServices;

namespace NetGen.Benchmarks.Native;

/// <summary>
/// Makes TorchSharp's native library load where libstdc++ is older than GCC 13's, as on Debian 12.
/// </summary>
/// <remarks>
/// libLibTorchSharp.so needs one symbol of version GLIBCXX_3.4.32: the empty function std::ios_base_library_init(), which
/// its initialization calls. In the copy in the build output that need is marked weak and the call goes to
/// std::get_terminate(), which takes nothing and changes nothing. Neither libtorch nor any mathematics is touched, no compiler
/// is needed and the program need not start again, as it would with a preloaded library.
/// </remarks>
internal static class TorchLibrary
{
    private const string MissingVersion = "GLIBCXX_3.4.32";
    private const string MissingSymbol = "_ZSt21ios_base_library_initv";
    private const string HarmlessSymbol = "_ZSt13get_terminatev";

    /// <summary>Prepares the copy in the build output, once, if this machine needs it. Call it before TorchSharp is used.</summary>
    public static void Prepare()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
        if (!OperatingSystem.IsLinux() || !File.Exists(path) || !IsStandardLibraryOld())
            return;

        ElfFile library = new(File.ReadAllBytes(path));
        if (!library.IsValid || !library.RenameNeededSymbol(MissingSymbol, HarmlessSymbol))
            return;

        library.WeakenVersionNeed(MissingVersion);
        string temporary = path + ".new";
        File.WriteAllBytes(temporary, library.Bytes);
        File.Move(temporary, path, overwrite: true);
    }

    private static bool IsStandardLibraryOld() =>
        NativeLibrary.TryLoad("libstdc++.so.6", out nint library) && !NativeLibrary.TryGetExport(library, MissingSymbol, out _);
}
