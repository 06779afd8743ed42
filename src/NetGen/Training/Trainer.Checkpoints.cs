using System.Runtime.ExceptionServices;

namespace NetGen;

/// <content>Checkpoints.</content>
public sealed partial class Trainer<TNetwork, T, TTarget>
{
    private bool _hasFolder;

    /// <summary>
    /// Goes on with a training that was interrupted: network, optimizer, epoch and step are those of the checkpoint, and the
    /// training ends in the bits that it would have had without interruption. Data, options and the seed that the network was
    /// created with, which decides its dropout masks, are those of the training that was interrupted.
    /// </summary>
    /// <param name="path">A checkpoint, or a folder of them: the newest sound one is taken; the notes of <see cref="History"/> say where that is not the newest.</param>
    /// <returns>The checkpoint; null where the folder has none, and the training begins anew.</returns>
    /// <exception cref="FileNotFoundException">There is neither a file nor a folder of this name.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or of another architecture or training; network, optimizer, schedule and trainer are as they were.</exception>
    public string? Resume(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            LoadCheckpoint(path);
            return path;
        }

        List<string> damaged = [];
        Exception? first = null;
        foreach (string file in CheckpointFolder.Files(path))
        {
            try
            {
                LoadCheckpoint(file);
                foreach (string damage in damaged)
                    History.AddNote($"Resumed from {file}, for a later checkpoint could not be used. {damage}");
                return file;
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                first ??= e; // the disk's fault: the one before will do
                damaged.Add(e.Message);
            }
        }

        if (first is not null)
            ExceptionDispatchInfo.Throw(first);
        return null;
    }

    /// <summary>Writes a checkpoint, at any step. With <see cref="FitOptions.Averaging"/> its parameters are the averages, and the last ones are in it besides.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void SaveCheckpoint(string path)
    {
        bool showedAverage = ShowAverage(true);
        try
        {
            Checkpoint.Save(path, Network, Save());
        }
        finally
        {
            ShowAverage(showedAverage);
        }
    }

    private void LoadCheckpoint(string path)
    {
        try
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            (TrainerState<T> state, TensorValues<T> values) = Checkpoint.Read<TNetwork, T>(file);
            Load(state, isFitted: ModelFile.Unfitted(file).Length == 0);
            values.CopyTo(Network); // the last: all that may not fit has been looked at
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Writes a checkpoint into the folder of the options, where it is time for one.</summary>
    private void SaveWhenDue(bool isDue)
    {
        if (!isDue || !IsFirstRank || Options.Checkpoint is not { } options)
            return;
        CheckpointFolder.Make(options.Directory);
        if (!_hasFolder)
            CheckpointFolder.SetLaterAside(options.Directory, StepCount);
        _hasFolder = true;
        SaveCheckpoint(CheckpointFolder.FileOf(options.Directory, StepCount));
        CheckpointFolder.Prune(options.Directory, options.Keep);
    }
}
