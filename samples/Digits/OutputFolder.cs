using NetGen;

namespace Digits;

/// <summary>A folder for results, in which a file is either whole or not there.</summary>
internal sealed class OutputFolder
{
    private readonly string _path;

    /// <summary>Makes the folder and tries it: better to fail now than after the training.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public OutputFolder(string path)
    {
        _path = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(_path);
            string trial = Path.Combine(_path, $".{Path.GetRandomFileName()}.tmp");
            File.Create(trial).Dispose();
            File.Delete(trial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{_path}: expected a folder that can be written: {e.Message}", e);
        }
    }

    /// <summary>Writes a file under a temporary name and renames it when it is on the disk, so that nobody ever finds half of it.</summary>
    /// <returns>The full path.</returns>
    public string Write(string name, Action<Stream> write)
    {
        string path = Path.Combine(_path, name);
        AtomicFile.Write(path, write);
        return path;
    }
}
