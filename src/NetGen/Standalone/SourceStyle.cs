namespace NetGen;

/// <summary>What a network becomes as C#.</summary>
public enum SourceStyle
{
    /// <summary>A class with its weights, for programs that have the network's class: the text of <c>ToSource()</c>.</summary>
    Weights,

    /// <summary>A class that predicts alone, in C# 9 and without NetGen: for Unity, Godot and whatever else has .NET Standard 2.0.</summary>
    Standalone,
}
