using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Layers;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Planning;

/// <summary>
/// Makes the graph: layers with their inputs, outputs and shapes, blocks unfolded. It stops at the first problem, for what follows
/// would only bring further ones.
/// </summary>
internal sealed partial class GraphBuilder(NetworkPlan plan, ProblemReporter problems)
{
    private readonly List<Layer> _layers = [];
    private readonly Dictionary<string, int> _counts = [];
    private readonly HashSet<string> _symbols = [];
    private readonly List<(string Name, Value Value)> _named = [];
    private readonly Dictionary<Value, Value> _arranged = [];

    public bool Build()
    {
        Scope scope = new("", null, "this network");
        plan.Layers = _layers;
        plan.NamedValues = _named;
        if (!BindInputs(scope) || Chain(scope, plan.Spec.Inputs.Count == 1 ? plan.Input : null) is not { } output)
        {
            return false;
        }

        if (output.IsTokens)
        {
            problems.Report("NG0042", output.Producer?.Spec.Attribute ?? -1, "The output of a network", output.Name, output.Shape.ToString());
            return false;
        }

        if (plan.Stream?.Head is { } head)
        {
            output = Find(head, nameof(plan.Output), -1, scope)!; // it is there, as in the plan of whole sequences
            output.IsKept = true;
        }

        plan.Output = Arrange(output, isInLanes: false, attribute: -1);
        (plan.End, plan.Heads) = (plan.Output, [plan.Output]);
        return plan.Stream is not null || (BindLosses(scope) && FindHeads(scope) && CheckUse() && new TokenInputs(plan, problems).Check());
    }

    /// <summary>The layers of the network, one after the other, and of blocks where these stand. Null after a problem.</summary>
    private Value? Chain(Scope scope, Value? input)
    {
        // What is open: the network, a block of it, a block of that …; not on the call stack, which a deep nesting would exhaust.
        Stack<Unfolding> open = new([new Unfolding(null, plan.Spec.Layers, scope, "", isTrainable: true) { Inner = scope, Current = input }]);
        while (true)
        {
            Unfolding chain = open.Peek();
            bool goesOn = chain.HasNext ? Next(chain, open) : chain.Layer is { } composite ? Finish(chain, composite, open) : false;
            if (!goesOn)
            {
                return chain is { Layer: null, HasNext: false } ? chain.Current : null;
            }
        }
    }

    /// <summary>The next layer of what is open, or the first repetition of one that stands for others.</summary>
    private bool Next(Unfolding chain, Stack<Unfolding> open)
    {
        LayerSpec spec = chain.Take();
        bool isTrainable = chain.IsTrainable && spec.Arguments.Bool("Trainable", true);
        if (LayerKinds.Composite(spec) is { } composite)
        {
            return Begin(composite, spec, chain, isTrainable, open);
        }

        chain.Current = Apply(spec, chain, isTrainable);
        return chain.Current is not null;
    }

    private bool Begin(CompositeLayer composite, LayerSpec spec, Unfolding chain, bool isTrainable, Stack<Unfolding> open)
    {
        BlockSpec? block = spec.Block is { } number ? plan.Spec.Blocks[number] : null;
        string declaration = block is null ? $"[{spec.Kind}]" : $"[{spec.Kind}<{block.Name}>]";
        List<Value>? inputs = ResolveInputs(spec, layer: null, chain.Inner, chain.Current);
        chain.Current = null; // until its layers are bound
        if (inputs is null)
        {
            return false;
        }

        int repeat = Unfolding.Repeat(spec);
        if (repeat < 1)
        {
            problems.Report("NG0005", spec.Attribute, $"Repeat of {declaration}", repeat.ToString(CultureInfo.InvariantCulture));
            return false;
        }

        if (NameFor(spec, chain.Inner) is not { } name)
        {
            return false;
        }

        IReadOnlyList<LayerSpec> layers = composite.Unfold(spec, block is null ? [] : block.Layers);
        Unfolding unfolding = new(spec, layers, chain.Inner, name, isTrainable) { Declaration = declaration, Description = block?.Name ?? declaration };
        unfolding.Begin(inputs[0]);
        open.Push(unfolding);
        return true;
    }

    /// <summary>The end of a repetition: then the next one, or what follows.</summary>
    private bool Finish(Unfolding unfolding, LayerSpec spec, Stack<Unfolding> open)
    {
        Value output = unfolding.Current!;
        if (unfolding.Repetition < Unfolding.Repeat(spec))
        {
            unfolding.Begin(output);
            return true;
        }

        open.Pop();
        Keep(spec, unfolding.Outer.Prefix + unfolding.Name, output);
        unfolding.Outer.Add(unfolding.Name, output);
        open.Peek().Current = output;
        return true;
    }

    private Value? Apply(LayerSpec spec, Unfolding chain, bool isTrainable)
    {
        Scope scope = chain.Inner;
        if (NameFor(spec, scope) is not { } name || Create(spec, scope.Prefix + name, isTrainable) is not { } layer)
        {
            return null;
        }

        layer.DeclaredBy = spec.PartName is null ? null : chain.Declaration;
        if (ResolveInputs(spec, layer, scope, chain.Current) is not { } inputs || Bind(layer, inputs) is not { } output)
        {
            return null;
        }

        Keep(spec, scope.Prefix + name, output);
        scope.Add(name, output, layer);
        return Tie(layer, scope) ? output : null;
    }

    /// <summary>A value that the user named can be read by that name, and so stands in memory as it is.</summary>
    private void Keep(LayerSpec spec, string name, Value value)
    {
        if (spec.Name is not null)
        {
            value.IsKept = true;
            _named.Add((name, value));
        }
    }

    /// <summary>The name within the scope, when it is free; the numbers of unnamed layers count within the scope.</summary>
    private string? NameFor(LayerSpec spec, Scope scope)
    {
        string kind = Names.CamelCase(spec.Kind), numbered = Names.Numbered(kind, scope.Count(kind));
        string name = spec.Name ?? spec.PartName ?? numbered;
        if (spec.Name is not null && !NetworkPlanner.IsWord(spec.Name))
        {
            problems.Report("NG0016", spec.Attribute, spec.Name);
            return null;
        }

        if (scope.IsTaken(name, spec))
        {
            problems.Report("NG0008", spec.Attribute, name, scope.Description);
            return null;
        }

        return name;
    }

    private Layer? Create(LayerSpec spec, string name, bool isTrainable)
    {
        if (_layers.Count == NetworkPlanner.MaxLayers)
        {
            problems.Report("NG0035", -1, plan.Spec.Type.Name, Notation.Number(NetworkPlanner.MaxLayers));
            return null;
        }

        if (LayerKinds.Create(spec) is { } layer)
        {
            layer.Stream = plan.Stream;
            return Layer.Initialize(layer, spec, NextNumber(Names.CamelCase(spec.Kind), layer.SharedLetter), name, isTrainable);
        }

        // An operator that could not be read has been reported already.
        if (!problems.Problems.Any(problem => problem.Attribute == spec.Attribute))
        {
            problems.Report("NG0007", spec.Attribute, $"[{spec.Kind}]");
        }

        return null;
    }

    private Value? Bind(Layer layer, List<Value> inputs, string? symbol = null)
    {
        if (!layer.TakesTokens && inputs.FirstOrDefault(input => input.IsTokens) is { } tokens)
        {
            problems.Report("NG0042", layer.Spec.Attribute, layer.Name, tokens.Name, tokens.Shape.ToString());
            return null;
        }

        if (layer.InferShape(inputs, problems) is not { } shape || !LengthsOf(layer, inputs, shape, out Buffer? lengths))
        {
            return null;
        }

        if (shape.Elements > Shape.MaxElements)
        {
            problems.Report("NG0014", layer.Spec.Attribute, layer.Name, Notation.Number(shape.Elements), shape.ToString());
            return null;
        }

        if (layer is CombiningLayer)
        {
            inputs = [.. inputs.Select(input => Repeated(input, shape, layer.Spec.Attribute))];
        }

        bool lanes = layer.Arrangement == Arrangement.Any ? inputs[0].IsInLanes : layer.Arrangement == Arrangement.Lanes;
        layer.Inputs = inputs = [.. inputs.Select(input => Arrange(input, lanes, layer.Spec.Attribute))];
        if (layer is not ViewLayer)
        {
            foreach (Value input in layer.Reads)
            {
                input.Root.Users.Add(layer);
            }
        }

        layer.Output = layer is ViewLayer ? inputs[0].Reshaped(shape, layer) : new Value(SymbolFor(symbol ?? layer.OutputSymbol(inputs[0])), shape, layer) { IsInLanes = layer.GivesLanes };
        layer.Output.Lengths = lengths;
        layer.Output.IsTokens = layer.GivesTokens;
        _layers.Add(layer);
        return layer.Output;
    }

    /// <summary>Where examples have lengths, those of the output; false after reporting that values of different lengths meet.</summary>
    private bool LengthsOf(Layer layer, IReadOnlyList<Value> inputs, Shape output, out Buffer? lengths)
    {
        Value[] withLengths = [.. layer.StepsOf(inputs, output).Where(input => input.Lengths is not null)];
        lengths = withLengths.FirstOrDefault()?.Lengths;
        if (withLengths.FirstOrDefault(input => input.Lengths != withLengths[0].Lengths) is { } other)
        {
            problems.Report("NG0044", layer.Spec.Attribute, layer.Name, withLengths[0].Name, withLengths[0].Shape.ToString(), other.Name, other.Shape.ToString());
            return false;
        }

        return true;
    }

    /// <summary>A value in the layout that a layer takes: the value itself, or behind a border.</summary>
    private Value Arrange(Value value, bool isInLanes, int attribute)
    {
        if (value.IsInLanes == isInLanes)
        {
            return value;
        }

        if (!_arranged.TryGetValue(value, out Value arranged))
        {
            LayerSpec spec = new(isInLanes ? nameof(ToLanes) : nameof(FromLanes), default, null, attribute);
            Layer border = Layer.Initialize(isInLanes ? new ToLanes() : new FromLanes(), spec, NextNumber(spec.Kind), "", isTrainable: true);
            _arranged[value] = arranged = Bind(border, [value])!;
        }

        return arranged;
    }

    /// <summary>A value that is combined with a larger one: itself where it has that shape, else repeated along the axes that it lacks.</summary>
    private Value Repeated(Value value, Shape shape, int attribute)
    {
        if (value.Shape.Equals(shape))
        {
            return value;
        }

        LayerSpec spec = new(nameof(Expand), default, null, attribute);
        return Bind(Layer.Initialize(new Expand { Shape = shape }, spec, NextNumber(spec.Kind), "", isTrainable: true), [Arrange(value, isInLanes: false, attribute)])!;
    }

    /// <summary>The symbol of a new value: an activation that is not the first of a z is the next a.</summary>
    private string SymbolFor(string symbol)
    {
        while (symbol == "a" || !_symbols.Add(symbol))
        {
            symbol = "a" + NextNumber(letter: "a").ToString(CultureInfo.InvariantCulture);
        }

        return symbol;
    }

    /// <summary>The next number of a kind and of a letter of outputs.</summary>
    private int NextNumber(string? kind = null, string? letter = null)
    {
        string[] counted = [.. new[] { kind, letter is null ? null : $"{letter} as a letter" }.OfType<string>()];
        int number = 1 + counted.Max(name => _counts.TryGetValue(name, out int count) ? count : 0);
        foreach (string name in counted)
        {
            _counts[name] = number;
        }

        return number;
    }

    /// <summary>The values that a layer takes: the current one or From's, then those it names. Null: one that stands for others, and takes what the first does.</summary>
    private List<Value>? ResolveInputs(LayerSpec spec, Layer? layer, Scope scope, Value? current)
    {
        if (layer is { InputArguments.Count: > 0 })
        {
            return ResolveArguments(spec, layer, scope);
        }

        if (spec.From is { } from)
        {
            if (Find(from, spec.Kind, spec.Attribute, scope) is not { } value)
            {
                return null;
            }

            current = value;
        }

        List<Value> named = [];
        string[] names = layer is { TakesOther: true } ? [spec.Arguments.Text("other") ?? ""] : [.. spec.Arguments.Texts("names")];
        foreach (string name in names)
        {
            if (Find(name, spec.Kind, spec.Attribute, scope) is not { } value)
            {
                return null;
            }

            named.Add(value);
        }

        if (layer is { Combines: true } && named.Count == 0)
        {
            problems.Report("NG0017", spec.Attribute, $"[{spec.Kind}]", "the number of names", "at least 1", "0");
            return null;
        }

        if (current is null && (named.Count == 0 || layer is { TakesOther: true }))
        {
            problems.Report("NG0036", spec.Attribute, $"[{spec.Kind}]");
            return null;
        }

        if (spec.Operator is null && spec.Arguments.Text("Context") is { } context)
        {
            return Find(context, spec.Kind, spec.Attribute, scope, isOuterToo: true) is { } value ? [current!, value] : null;
        }

        bool onlyNamed = current is null || (layer is { MayNameCurrent: true } && spec.From is null && named.Contains(current));
        return onlyNamed ? named : [current!, .. named];
    }

    /// <summary>The values of a layer whose arguments name all that it takes.</summary>
    private List<Value>? ResolveArguments(LayerSpec spec, Layer layer, Scope scope)
    {
        if (spec.From is { } from)
        {
            problems.Report("NG0017", spec.Attribute, $"[{spec.Kind}]", "From", $"left out, for {string.Join(" and ", layer.InputArguments)} name what it takes", from);
            return null;
        }

        List<Value> values = [];
        foreach (string argument in layer.InputArguments)
        {
            if (Find(spec.Arguments.Text(argument) ?? "", spec.Kind, spec.Attribute, scope) is not { } value)
            {
                return null;
            }

            values.Add(value);
        }

        return values;
    }

    private Value? Find(string name, string kind, int attribute, Scope scope, bool isOuterToo = false)
    {
        if ((isOuterToo ? scope.FindAround(name) : scope.Find(name)) is { } value)
        {
            return value;
        }

        problems.Report(new Problem("NG0018", attribute, $"[{kind}]", name) { Suggestion = NearestName.Of(name, scope.Names), Replaced = name });
        return null;
    }

    /// <summary>Notes whose parameters a layer shares.</summary>
    private bool Tie(Layer layer, Scope scope)
    {
        if (layer.Spec.Arguments.Text("Tie") is not { } name)
        {
            return true;
        }

        if (scope.FindLayer(name) is not { } other || other == layer)
        {
            problems.Report("NG0018", layer.Spec.Attribute, $"[{layer.Spec.Kind}]", name);
            return false;
        }

        bool isOutputOfTokens = layer is Dense && other is Embedding;
        if (other.Spec.Kind != layer.Spec.Kind && !isOutputOfTokens)
        {
            problems.Report("NG0034", layer.Spec.Attribute, layer.Name, name, $"it is {other.Declaration}");
            return false;
        }

        if (layer is Dense && other is Dense { TiedTo: Embedding tokens })
        {
            problems.Report("NG0034", layer.Spec.Attribute, layer.Name, name, $"it shares its weight with '{tokens.Name}': share that");
            return false;
        }

        layer.TiedTo = other.TiedTo ?? other;
        if (isOutputOfTokens)
        {
            ((Embedding)layer.TiedTo).LiesInColumns = true;
        }

        return true;
    }

    /// <summary>What nobody reads was written in vain; a name says that the user reads it.</summary>
    private bool CheckUse()
    {
        foreach (Layer layer in _layers)
        {
            Value value = layer.Output.Root;
            if (value.Users.Count == 0 && !value.IsKept && value != plan.Output.Root && value != plan.End.Root)
            {
                problems.Report("NG0033", layer.Spec.Attribute, layer.Name, layer.Output.Shape.ToString());
            }
        }

        return true;
    }
}
