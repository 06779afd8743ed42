using NetGen;
using Spectre.Console;

namespace Digits;

/// <summary>Where the program shows what it does: a terminal, or plain text when the output goes elsewhere.</summary>
internal interface IScreen
{
    /// <summary>Colours and movement only for somebody who looks: a file or a pipe gets plain text.</summary>
    static IScreen Create()
    {
        Capabilities terminal = AnsiConsole.Profile.Capabilities;
        if (Console.IsOutputRedirected || !terminal.Ansi || terminal.ColorSystem == ColorSystem.NoColors)
            return new PlainScreen(Console.Out);
        Console.OutputEncoding = System.Text.Encoding.UTF8; // for the blocks and lines
        return new TerminalScreen(AnsiConsole.Console);
    }

    /// <summary>Says what is going to happen.</summary>
    void ShowHeader(string text);

    /// <summary>Runs the training, which calls <see cref="ShowBatch"/> and <see cref="ShowEpoch"/>.</summary>
    void Train(int epochs, Action training);

    /// <summary>After each step.</summary>
    void ShowBatch(BatchProgress progress);

    /// <summary>After each epoch.</summary>
    void ShowEpoch(EpochResult result);

    /// <summary>Which classes were taken for which.</summary>
    void ShowConfusion(ConfusionMatrix matrix);

    /// <summary>Some test images.</summary>
    void ShowExamples(Example[] right, Example[] wrong);

    /// <summary>One line.</summary>
    void ShowNote(string text);
}
