using System.Globalization;
using System.Reflection;
using NetGen;
using Standalone.Nets;

namespace Standalone;

[Collection("Compiled")]
public sealed class SourceTests(Compiled compiled)
{
    /// <summary>Every layer that NetGen has is in a network of these tests, so a new one fails here until it is written or refused.</summary>
    [Fact]
    public void EveryLayerIsWritten()
    {
        HashSet<string> declared = [.. compiled.Networks.SelectMany(network => network.Layers).Select(layer => layer.Kind)];
        string[] kinds = [.. typeof(LayerAttribute).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(LayerAttribute)) && !type.IsAbstract).Select(type => type.Name.Split('`')[0][..^"Attribute".Length])];
        Assert.True(kinds.Length > 60);

        // Of these two the blocks' layers are there.
        Assert.Equal(["Residual", "Sequence"], kinds.Except(declared).Order());
    }

    [Fact]
    public void RefusedByName()
    {
        Assert.Equal(
            "CubeNet cannot be written as standalone C#: cube1 computes Standalone.Nets.Cube, an activation of your own. Put built-in activations in its place.",
            Assert.Throws<NotSupportedException>(() => new CubeNet(1).ToSource(SourceStyle.Standalone)).Message.Replace("global::", "", StringComparison.Ordinal));
        Assert.Contains("the input input has a padding", Assert.Throws<NotSupportedException>(() => new PaddedNet(1).ToSource(SourceStyle.Standalone)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SmallNet(1).ToSource((SourceStyle)7));
    }

    [Fact]
    public void WeightsAsBefore()
    {
        SmallNet network = new(1);
        NetworkSource source = network.ToSource(SourceStyle.Weights);
        Assert.Equal((network.ToSource(), "SmallNetWeights"), (source.Code, source.ClassName));
        Assert.Null(source.Weights);
    }

    /// <summary>10,000 numbers are in the code, more are a file.</summary>
    [Fact]
    public void ManyNumbersAreAFile()
    {
        Assert.Null(compiled["SmallNet"].Weights);
        Assert.NotNull(compiled["DigitNet"].Weights);
        Assert.Equal(16 + 4 * DigitNet.ParameterCount, compiled["DigitNet"].Weights!.Value.Length);
    }

    /// <summary>What is no file of this network's weights is refused, with what was expected.</summary>
    [Fact]
    public void HostileWeights()
    {
        Type type = ((object)compiled.Create("DigitNet")).GetType();
        byte[] file = compiled["DigitNet"].Weights!.Value.ToArray(), other = compiled["LeNet"].Weights!.Value.ToArray();
        Refused("begins with NGW1", []);
        Refused("begins with NGW1", new byte[file.Length]);
        Refused("those of another network", other);
        Refused("bytes, got", file[..^1]);
        Refused("bytes, got", [.. file, 0]);
        foreach (int at in new[] { 0, 4, 8, 12 })
        {
            byte[] changed = [.. file];
            changed[at] ^= 0x80;
            Refused(at == 0 ? "begins with NGW1" : "those of another network", changed);
        }

        Assert.IsType<ArgumentNullException>(Assert.Throws<TargetInvocationException>(() => Activator.CreateInstance(type, [null])).InnerException);

        void Refused(string why, byte[] weights)
        {
            Exception e = Assert.Throws<TargetInvocationException>(() => Activator.CreateInstance(type, weights)).InnerException!;
            Assert.Contains(why, Assert.IsType<ArgumentException>(e).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The text does not depend on the culture, and a network trained on fits the same code.</summary>
    [Fact]
    public void CultureAndLaterWeights()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            german.NumberFormat.NumberDecimalSeparator = german.NumberFormat.PercentDecimalSeparator = ",";
            german.NumberFormat.NumberGroupSeparator = ".";
            CultureInfo.CurrentCulture = german;
            Assert.Equal(compiled["TextNet"].Code, new TextNet(12).ToSource(SourceStyle.Standalone).Code);
            Assert.Equal(compiled["DigitNet"].Code, new DigitNet(77).ToSource(SourceStyle.Standalone).Code);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Files()
    {
        string folder = Directory.CreateTempSubdirectory("standalone").FullName;
        try
        {
            compiled["DigitNet"].Save(folder);
            Assert.Equal(compiled["DigitNet"].Code, File.ReadAllText(Path.Combine(folder, "DigitNetPredictor.cs")));
            Assert.Equal(compiled["DigitNet"].Weights!.Value.ToArray(), File.ReadAllBytes(Path.Combine(folder, "DigitNetPredictor.bytes")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
