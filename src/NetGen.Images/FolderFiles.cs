namespace NetGen;

/// <summary>A file that should be an image.</summary>
/// <param name="File">Its path.</param>
/// <param name="Name">Its path from the folder on, with / between the parts.</param>
/// <param name="Label">Its class.</param>
/// <param name="Refusal">Why it is not read; null where it is.</param>
internal readonly record struct FolderImage(string File, string Name, int Label, string? Refusal);

/// <summary>The images of a folder, a class for each sub-folder: nothing outside of it, wherever links lead.</summary>
/// <param name="Classes">The names of the classes.</param>
/// <param name="Images">The files, in ordinal order by class.</param>
/// <param name="RequiresAll">Whether each class must have an image.</param>
internal sealed record FolderFiles(IReadOnlyList<string> Classes, IReadOnlyList<FolderImage> Images, bool RequiresAll)
{
    private static readonly string[] s_endings = [".png", ".jpg", ".jpeg", ".bmp"];

    /// <summary>Looks for them.</summary>
    public static FolderFiles Find(string path, IReadOnlyList<string>? expected)
    {
        DirectoryInfo root = new(path);
        if (!root.Exists)
            throw new DirectoryNotFoundException($"{path}: there is no such folder.");
        string inside = (root.ResolveLinkTarget(returnFinalTarget: true) ?? root).FullName;
        DirectoryInfo[] folders = [.. root.GetDirectories().Where(folder => IsShown(folder)).OrderBy(folder => folder.Name, StringComparer.Ordinal)];
        if (folders.Length == 0)
            throw new InvalidDataException($"{path}: expected a sub-folder for each class, got none.");
        string[] classes = expected is null ? [.. folders.Select(folder => folder.Name)] : [.. expected];
        if (folders.FirstOrDefault(folder => !classes.Contains(folder.Name)) is { } unknown)
            throw new InvalidDataException($"{path}: expected sub-folders named {string.Join(", ", classes)}, got '{unknown.Name}'.");

        List<FolderImage> images = [.. root.GetFiles().Where(IsImage).OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => new FolderImage(file.FullName, file.Name, 0, "expected an image in a sub-folder, which is its class, got one in the folder itself"))];
        foreach (DirectoryInfo folder in folders)
            Add(images, folder, folder.Name, Array.IndexOf(classes, folder.Name), inside);
        return new(classes, images, RequiresAll: expected is null);
    }

    private static void Add(List<FolderImage> images, DirectoryInfo folder, string name, int label, string inside)
    {
        if (folder.LinkTarget is not null)
        {
            images.Add(new(folder.FullName, name, label, "expected a folder, got a link to one"));
            return;
        }

        foreach (FileSystemInfo entry in folder.GetFileSystemInfos().Where(IsShown).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            string nameOfEntry = $"{name}/{entry.Name}";
            if (entry is DirectoryInfo inner)
                Add(images, inner, nameOfEntry, label, inside);
            else if (IsImage(entry))
                images.Add(new(entry.FullName, nameOfEntry, label, entry.LinkTarget is null ? null : RefusalOfLink(entry, inside)));
        }
    }

    /// <summary>A link is read where it leads to a file inside the folder.</summary>
    private static string? RefusalOfLink(FileSystemInfo link, string inside)
    {
        try
        {
            string? target = link.ResolveLinkTarget(returnFinalTarget: true)?.FullName;
            return target is not null && IsInside(target, inside) ? null : "expected a file of the folder, got a link that leads out of it";
        }
        catch (IOException e)
        {
            return e.Message; // a circle
        }
    }

    /// <summary>No part of the way to the target may be a link either: that, too, would lead elsewhere.</summary>
    private static bool IsInside(string target, string inside)
    {
        if (!target.StartsWith(Path.TrimEndingDirectorySeparator(inside) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return false;
        for (DirectoryInfo? folder = Directory.GetParent(target); folder is not null && folder.FullName.Length > inside.Length; folder = folder.Parent)
        {
            if (folder.LinkTarget is not null)
                return false;
        }

        return true;
    }

    private static bool IsShown(FileSystemInfo entry) => !entry.Name.StartsWith('.');

    private static bool IsImage(FileSystemInfo file) => IsShown(file) && s_endings.Contains(file.Extension, StringComparer.OrdinalIgnoreCase);
}
