// NG0001 Net: Net carries [Network], so it must be a partial class: the generator writes its other part
// NG0002 Net: Net cannot be a network because it is a record
// NG0003 Input: Net has no [Input]: say the shape of one example, for instance [Input(784)]
// NG0003 Net: Net has no [Input]: say the shape of one example, for instance [Input(784)]
// NG0004 Net: Net has no layer after its input
// NG0005 Dense(-1): The number of outputs of dense3 must be at least 1, not -1
// NG0005 Dense(0): The number of outputs of dense1 must be at least 1, not 0
// NG0005 Input(-4): Every axis of [Input] must be at least 1, not -4
// NG0006 Dropout(1.5): dropout1: the rate must be at least 0 and less than 1, not 1.5
// NG0007 Mine: [Mine] is not supported yet
// NG0008 Dense(2, Name = "a"): The name 'a' is used twice in this network
// NG0008 Dense(4, Name = "add"): The name 'add' is used twice in B
// NG0008 Input(4): The name 'input' is used twice in this network
// NG0009 ReLU: [ReLU] stands in the wrong place: the loss comes last
// NG0010 NegativeLogLikelihood: negativeLogLikelihood takes an input with one axis, the classes, or two, steps and classes (a label belongs to a whole example or to a step: put [Flatten] and a [Dense] of as many outputs as there are classes before the loss), but it comes as 2x2x3
// NG0011 Net: Net has attributes on several partial declarations: their order, which is the architecture, is then undefined
// NG0012 NoTraits: NoTraits carries no [Derivative], so the generator cannot know what its derivative reads
// NG0013 SoftmaxCrossEntropy: softmaxCrossEntropy compares classes, but the value before it has the shape 1: a softmax over one output is always 1
// NG0014 Dense(int.MaxValue): dense2 has 2,147,483,647 elements with the shape 2147483647; at most 2147483591 can be addressed
// NG0015 Network<long>: [Network<long>]: the precision must be float or double
// NG0016 Dense(2, Name = "a b"): 'a b' is no name for a value: use letters, digits and underscores, beginning with a letter
// NG0017 HalfSquaredError(Weight = double.NaN): HalfSquaredError: Weight must be a finite number, not NaN
// NG0017 L2(double.NaN): L2: the rate must be a finite number of at least 0, not NaN
// NG0018 Dense(2, From = "nowhere"): [Dense] refers to 'nowhere', which no input or layer before it is named
// NG0019 Network<double>: Net is declared a network twice: which precision it has is then undefined
// NG0020 InputSize: The generated part of Net has the member Net.InputSize too: rename yours
// NG0020 Predict: The generated part of Net has the member Net.Predict(ReadOnlySpan<float>) too: rename yours
// NG0022 (int x): Net cannot be created from its seed alone: it has a primary constructor, which only a constructor with the same parameters could call: use properties, or a constructor that ends in : this(seed)
// NG0022 Base: Net cannot be created from its seed alone: its base Base has no constructor without parameters that it could call
// NG0022 Title: Net cannot be created from its seed alone: Title is required, and nothing that creates a network could set it
// NG0023 Net: This constructor of Net does not call the generated one, so all parameters would stay zero: let it end in : this(seed), or : this() where another constructor of yours does
// NG0024 Dense1Forward: Dense1Forward cannot be generated here: the generated part has a member called Dense1Forward, and a class cannot be called like its own member: rename the class
// NG0024 Predict: Predict cannot be generated here: the generated part has a member called Predict, and a class cannot be called like its own member: rename the class
// NG0025 Base: Net cannot have this base: the generated Net.Save(string) would hide Base.Save(string), which is virtual: rename the base's, or derive from another class
// NG0025 First: Net cannot have this base: First, which it derives from, is a network too: the class would be two networks at once
// NG0026 Net.Hidden: [Hidden] uses F, which the generated part cannot: it implements NetGen.IActivation.Forward explicitly: make the method public
// NG0027 Net.Stepped(Steps = 0.5): [Stepped] cannot set Steps: F.Steps is int, which 0.5 is not: parameters are numbers, characters, texts, enumerations and types
// NG0028 2 * Net.OutputSize: [Dense] needs Net.OutputSize, which cannot be computed: it depends on itself: Net, which needs Net
// NG0028 Name = nameof(Net.OutputSize): [Dense] needs Net.OutputSize, which cannot be computed: it depends on itself: Net, which needs Net
// NG0030 Residual<B>: B contains itself: B, which contains B
// NG0031 Residual<B>: B cannot be used as a block: it has no layers
// NG0032 Add("input"): add1 combines values of different shapes: dense1 is 3, but input is 4
// NG0032 Add("input"): sequence1.1.add1 combines values of different shapes: sequence1.1.dense1 is 4, but input is 3
// NG0033 Dense(3): The output of dense1, 3, is used by no layer and no loss: name it to read it with GetOutput, or remove the layer
// NG0034 Dense(2, Tie = "dense1"): dense2 cannot share the parameters of 'dense1': it has weight [3, 4] and bias [3], but dense2 needs weight [2, 3] and bias [2]
// NG0035 Net: Net has more than 10,000 layers with its blocks unfolded
// NG0036 Dense(2): [Dense] follows several inputs: say From, or combine them by name with [Concat], [Add] or [Multiply]
// NG0037 Reshape(3): reshape1 makes 3 (3 elements) of 4 (4 elements)
// NG0040 PerceptronRule: [PerceptronRule] needs [HardThreshold] just before it, not [Tanh]
// NG0041 Input<long>(4): [Input<long>]: tokens are int; for numbers in the network's precision write [Input]
// NG0042 Dense(2): dense1 takes numbers, but 'input' is 4 tokens: put [Embedding(count, dimension)] before it
// NG0043 Input(4, Padding = 0): [Input] cannot have Padding with the shape 4: it is for tokens, [Input<int>(n)], and for steps of features, [Input(steps, features)]
// NG0044 Add("a", From = "b"): add1 combines values whose examples end at different steps: b (4x3) and a (4x3) come from different inputs with padding
// NG0045 Embedding(9, 2): embedding1 takes tokens, but input is numbers of the shape 4: declare its input as [Input<int>(n)]
// NG0050 Conv2D(2, 5): conv2D1: the kernel, 5x5, is larger than its input, 1x4x4
