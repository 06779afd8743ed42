using Xunit;

namespace NetGen.Tests;

/// <summary>Every golden case of a net, in double and in single precision.</summary>
public sealed class GoldenNetTests
{
    private static readonly Dictionary<string, (Action<GoldenCase> InDouble, Action<GoldenCase> InSingle)> s_nets = new()
    {
        ["act_elu"] = OfValues<GoldenInDouble.ActELU, GoldenInSingle.ActELU>(),
        ["act_gelu_tanh"] = OfValues<GoldenInDouble.ActGELUTanh, GoldenInSingle.ActGELUTanh>(),
        ["act_hardsigmoid"] = OfValues<GoldenInDouble.ActHardSigmoid, GoldenInSingle.ActHardSigmoid>(),
        ["act_hardtanh"] = OfValues<GoldenInDouble.ActHardTanh, GoldenInSingle.ActHardTanh>(),
        ["act_identity"] = OfValues<GoldenInDouble.ActIdentity, GoldenInSingle.ActIdentity>(),
        ["act_leaky_relu"] = OfValues<GoldenInDouble.ActLeakyReLU, GoldenInSingle.ActLeakyReLU>(),
        ["act_log_softmax"] = OfValues<GoldenInDouble.ActLogSoftmax, GoldenInSingle.ActLogSoftmax>(),
        ["act_mish"] = OfValues<GoldenInDouble.ActMish, GoldenInSingle.ActMish>(),
        ["act_relu"] = OfValues<GoldenInDouble.ActReLU, GoldenInSingle.ActReLU>(),
        ["act_relu_single"] = OfValues<GoldenInDouble.ActReLUSingle, GoldenInSingle.ActReLUSingle>(),
        ["act_selu"] = OfValues<GoldenInDouble.ActSELU, GoldenInSingle.ActSELU>(),
        ["act_sigmoid"] = OfValues<GoldenInDouble.ActSigmoid, GoldenInSingle.ActSigmoid>(),
        ["act_sigmoid_deep"] = OfValues<GoldenInDouble.ActSigmoidDeep, GoldenInSingle.ActSigmoidDeep>(),
        ["act_silu"] = OfValues<GoldenInDouble.ActSiLU, GoldenInSingle.ActSiLU>(),
        ["act_softmax"] = OfValues<GoldenInDouble.ActSoftmax, GoldenInSingle.ActSoftmax>(),
        ["act_softmax_output"] = OfValues<GoldenInDouble.ActSoftmaxOutput, GoldenInSingle.ActSoftmaxOutput>(),
        ["act_softsign"] = OfValues<GoldenInDouble.ActSoftsign, GoldenInSingle.ActSoftsign>(),
        ["act_tanh"] = OfValues<GoldenInDouble.ActTanh, GoldenInSingle.ActTanh>(),
        ["cat_autoencoder"] = OfValues<GoldenInDouble.Autoencoder, GoldenInSingle.Autoencoder>(),
        ["cat_avg_pool2d_padded"] = OfValues<GoldenInDouble.PaddedAveragePool, GoldenInSingle.PaddedAveragePool>(),
        ["cat_conv1d_causal"] = OfValues<GoldenInDouble.CausalConvolutions, GoldenInSingle.CausalConvolutions>(),
        ["cat_conv1d_dilated"] = OfValues<GoldenInDouble.DilatedConvolution, GoldenInSingle.DilatedConvolution>(),
        ["cat_conv1d_groups"] = OfLabels<GoldenInDouble.GroupedConvolutions, GoldenInSingle.GroupedConvolutions>(),
        ["cat_conv2d_dilated"] = OfValues<GoldenInDouble.DilatedMaps, GoldenInSingle.DilatedMaps>(),
        ["cat_conv2d_groups"] = OfLabels<GoldenInDouble.GroupedMaps, GoldenInSingle.GroupedMaps>(),
        ["cat_conv_transpose1d"] = OfValues<GoldenInDouble.TransposedOfSteps, GoldenInSingle.TransposedOfSteps>(),
        ["cat_conv_transpose2d"] = OfValues<GoldenInDouble.TransposedOfMaps, GoldenInSingle.TransposedOfMaps>(),
        ["cat_exp_square"] = OfValues<GoldenInDouble.Functions, GoldenInSingle.Functions>(),
        ["cat_global_max_pool2d"] = OfLabels<GoldenInDouble.LargestOfMaps, GoldenInSingle.LargestOfMaps>(),
        ["cat_group_norm"] = OfLabels<GoldenInDouble.GroupNormOfMaps, GoldenInSingle.GroupNormOfMaps>(),
        ["cat_instance_norm"] = OfValues<GoldenInDouble.InstanceNormOfMaps, GoldenInSingle.InstanceNormOfMaps>(),
        ["cat_loss_cosine"] = OfValues<GoldenInDouble.LossCosine, GoldenInSingle.LossCosine>(),
        ["cat_loss_focal"] = OfLabels<GoldenInDouble.LossFocal, GoldenInSingle.LossFocal>(),
        ["cat_loss_log_cosh"] = OfValues<GoldenInDouble.LossLogCosh, GoldenInSingle.LossLogCosh>(),
        ["cat_loss_quantile"] = OfValues<GoldenInDouble.LossQuantile, GoldenInSingle.LossQuantile>(),
        ["cat_max_pool2d_padded"] = OfValues<GoldenInDouble.PaddedMaxPool, GoldenInSingle.PaddedMaxPool>(),
        ["cat_pool1d"] = OfValues<GoldenInDouble.PoolOfSteps, GoldenInSingle.PoolOfSteps>(),
        ["cat_learned_scale"] = OfValues<GoldenInDouble.LearnedScales, GoldenInSingle.LearnedScales>(),
        ["cat_prelu"] = OfValues<GoldenInDouble.Slopes, GoldenInSingle.Slopes>(),
        ["cat_prelu_one"] = OfValues<GoldenInDouble.OneSlope, GoldenInSingle.OneSlope>(),
        ["cat_reductions"] = OfValues<GoldenInDouble.Reductions, GoldenInSingle.Reductions>(),
        ["cat_subtract"] = OfValues<GoldenInDouble.Difference, GoldenInSingle.Difference>(),
        ["cat_sum_steps"] = OfValues<GoldenInDouble.SumSteps, GoldenInSingle.SumSteps>(),
        ["cat_upsample"] = OfValues<GoldenInDouble.Upsampled, GoldenInSingle.Upsampled>(),
        ["formula_cnn_relu_max"] = OfLabels<GoldenInDouble.FormulaCNNReLUMax, GoldenInSingle.FormulaCNNReLUMax>(),
        ["formula_lenet5_tanh"] = OfLabels<GoldenInDouble.FormulaLeNet5Tanh, GoldenInSingle.FormulaLeNet5Tanh>(),
        ["formula_mlp_784_128_10_relu_ce"] = OfLabels<GoldenInDouble.FormulaReLU, GoldenInSingle.FormulaReLU>(),
        ["formula_mlp_784_128_10_sigmoid_sse"] = OfValues<GoldenInDouble.FormulaSigmoid, GoldenInSingle.FormulaSigmoid>(),
        ["layer_attention_h1"] = OfValues<GoldenInDouble.LayerAttentionH1, GoldenInSingle.LayerAttentionH1>(),
        ["layer_attention_h1_causal"] = OfValues<GoldenInDouble.LayerAttentionH1Causal, GoldenInSingle.LayerAttentionH1Causal>(),
        ["layer_attention_h2"] = OfValues<GoldenInDouble.LayerAttentionH2, GoldenInSingle.LayerAttentionH2>(),
        ["layer_attention_nobias_dense"] = OfValues<GoldenInDouble.LayerAttentionNoBiasDense, GoldenInSingle.LayerAttentionNoBiasDense>(),
        ["layer_transformer_block"] = OfValues<GoldenInDouble.LayerTransformerBlock, GoldenInSingle.LayerTransformerBlock>(),
        ["seq_attention_causal_padded"] = OfLabels<GoldenInDouble.SeqAttentionCausalPadded, GoldenInSingle.SeqAttentionCausalPadded>(),
        ["seq_attention_cross"] = OfValues<GoldenInDouble.SeqAttentionCross, GoldenInSingle.SeqAttentionCross>(),
        ["seq_attention_h4"] = OfValues<GoldenInDouble.SeqAttentionH4, GoldenInSingle.SeqAttentionH4>(),
        ["seq_attention_grouped"] = OfValues<GoldenInDouble.SeqAttentionGrouped, GoldenInSingle.SeqAttentionGrouped>(),
        ["seq_attention_rotary"] = OfValues<GoldenInDouble.SeqAttentionRotary, GoldenInSingle.SeqAttentionRotary>(),
        ["layer_embedding"] = OfLabels<GoldenInDouble.LayerEmbedding, GoldenInSingle.LayerEmbedding>(),
        ["seq_positional_embedding"] = OfLabels<GoldenInDouble.SeqPositionalEmbedding, GoldenInSingle.SeqPositionalEmbedding>(),
        ["seq_sinusoidal"] = OfValues<GoldenInDouble.SeqSinusoidal, GoldenInSingle.SeqSinusoidal>(),
        ["seq_ce_sum_ignore"] = OfLabels<GoldenInDouble.SeqCrossEntropySumIgnore, GoldenInSingle.SeqCrossEntropySumIgnore>(),
        ["seq_gpt"] = OfLabels<GoldenInDouble.SeqGPT, GoldenInSingle.SeqGPT>(),
        ["seq_gpt_tied"] = OfLabels<GoldenInDouble.SeqGPTTied, GoldenInSingle.SeqGPTTied>(),
        ["layer_avg_pool2d_alone"] = OfValues<GoldenInDouble.LayerAveragePool2DAlone, GoldenInSingle.LayerAveragePool2DAlone>(),
        ["layer_conv2d_1x1"] = OfLabels<GoldenInDouble.LayerConv2D1x1, GoldenInSingle.LayerConv2D1x1>(),
        ["layer_conv2d_alone"] = OfValues<GoldenInDouble.LayerConv2DAlone, GoldenInSingle.LayerConv2DAlone>(),
        ["layer_conv2d_s1p0"] = OfLabels<GoldenInDouble.LayerConv2DS1p0, GoldenInSingle.LayerConv2DS1p0>(),
        ["layer_conv2d_s1p1"] = OfLabels<GoldenInDouble.LayerConv2DS1p1, GoldenInSingle.LayerConv2DS1p1>(),
        ["layer_conv2d_s2p0"] = OfLabels<GoldenInDouble.LayerConv2DS2p0, GoldenInSingle.LayerConv2DS2p0>(),
        ["layer_dense_nobias"] = OfValues<GoldenInDouble.LayerDenseNoBias, GoldenInSingle.LayerDenseNoBias>(),
        ["layer_dense_nobias_linear"] = OfValues<GoldenInDouble.LayerDenseNoBiasLinear, GoldenInSingle.LayerDenseNoBiasLinear>(),
        ["layer_dropout_eval"] = OfValues<GoldenInDouble.LayerDropoutEval, GoldenInSingle.LayerDropoutEval>(),
        ["layer_dropout_train"] = OfValues<GoldenInDouble.LayerDropoutTrain, GoldenInSingle.LayerDropoutTrain>(),
        ["layer_batch_norm_conv_eval"] = OfLabels<GoldenInDouble.LayerBatchNormConvEval, GoldenInSingle.LayerBatchNormConvEval>(),
        ["layer_batch_norm_train"] = OfValues<GoldenInDouble.LayerBatchNormTrain, GoldenInSingle.LayerBatchNormTrain>(),
        ["layer_layer_norm"] = OfValues<GoldenInDouble.LayerLayerNorm, GoldenInSingle.LayerLayerNorm>(),
        ["layer_layer_norm_input"] = OfValues<GoldenInDouble.LayerLayerNormInput, GoldenInSingle.LayerLayerNormInput>(),
        ["layer_rms_norm_input"] = OfValues<GoldenInDouble.LayerRMSNormInput, GoldenInSingle.LayerRMSNormInput>(),
        ["layer_lenet_small"] = OfLabels<GoldenInDouble.LayerLeNetSmall, GoldenInSingle.LayerLeNetSmall>(),
        ["layer_max_pool2d"] = OfLabels<GoldenInDouble.LayerMaxPool2D, GoldenInSingle.LayerMaxPool2D>(),
        ["layer_rnn_tanh"] = OfValues<GoldenInDouble.LayerRNN, GoldenInSingle.LayerRNN>(),
        ["layer_rnn_tanh_all"] = OfValues<GoldenInDouble.LayerRNNAll, GoldenInSingle.LayerRNNAll>(),
        ["layer_gru"] = OfValues<GoldenInDouble.LayerGRU, GoldenInSingle.LayerGRU>(),
        ["layer_lstm_all"] = OfValues<GoldenInDouble.LayerLSTMAll, GoldenInSingle.LayerLSTMAll>(),
        ["seq_gru_bidirectional"] = OfValues<GoldenInDouble.SequenceGRUBidirectional, GoldenInSingle.SequenceGRUBidirectional>(),
        ["seq_gru_bidirectional_all"] = OfValues<GoldenInDouble.SequenceGRUBidirectionalAll, GoldenInSingle.SequenceGRUBidirectionalAll>(),
        ["seq_gru_wide"] = OfLabels<GoldenInDouble.SequenceGRUWide, GoldenInSingle.SequenceGRUWide>(),
        ["seq_lstm_bidirectional"] = OfValues<GoldenInDouble.SequenceLSTMBidirectional, GoldenInSingle.SequenceLSTMBidirectional>(),
        ["seq_rnn_tanh_bidirectional"] = OfValues<GoldenInDouble.SequenceRNNBidirectional, GoldenInSingle.SequenceRNNBidirectional>(),
        ["lecture_backprop"] = OfValues<GoldenInDouble.Lecture, GoldenInSingle.Lecture>(),
        ["loss_bce_sigmoid"] = OfValues<GoldenInDouble.LossBinaryCrossEntropyOfProbabilities, GoldenInSingle.LossBinaryCrossEntropyOfProbabilities>(),
        ["loss_bce_with_logits"] = OfValues<GoldenInDouble.LossBinaryCrossEntropy, GoldenInSingle.LossBinaryCrossEntropy>(),
        ["loss_bce_with_logits_soft"] = OfValues<GoldenInDouble.LossBinaryCrossEntropySoft, GoldenInSingle.LossBinaryCrossEntropySoft>(),
        ["loss_half_sse_sum"] = OfValues<GoldenInDouble.LossHalfSquaredErrorSum, GoldenInSingle.LossHalfSquaredErrorSum>(),
        ["loss_hinge"] = OfValues<GoldenInDouble.LossHinge, GoldenInSingle.LossHinge>(),
        ["loss_huber_1"] = OfValues<GoldenInDouble.LossHuber, GoldenInSingle.LossHuber>(),
        ["loss_kl_div"] = OfValues<GoldenInDouble.LossKLDivergence, GoldenInSingle.LossKLDivergence>(),
        ["loss_kl_div_sum"] = OfValues<GoldenInDouble.LossKLDivergenceSum, GoldenInSingle.LossKLDivergenceSum>(),
        ["loss_l1"] = OfValues<GoldenInDouble.LossMeanAbsoluteError, GoldenInSingle.LossMeanAbsoluteError>(),
        ["loss_l1_sum"] = OfValues<GoldenInDouble.LossMeanAbsoluteErrorSum, GoldenInSingle.LossMeanAbsoluteErrorSum>(),
        ["loss_mse_mean"] = OfValues<GoldenInDouble.LossMeanSquaredError, GoldenInSingle.LossMeanSquaredError>(),
        ["loss_multi_margin_1"] = OfLabels<GoldenInDouble.LossMultiMargin, GoldenInSingle.LossMultiMargin>(),
        ["loss_nll_weights"] = OfLabels<GoldenInDouble.LossNegativeLogLikelihoodWeights, GoldenInSingle.LossNegativeLogLikelihoodWeights>(),
        ["loss_poisson_nll_log"] = OfValues<GoldenInDouble.LossPoissonNLL, GoldenInSingle.LossPoissonNLL>(),
        ["loss_smooth_l1_05"] = OfValues<GoldenInDouble.LossSmoothL1, GoldenInSingle.LossSmoothL1>(),
        ["loss_softmax_ce"] = OfLabels<GoldenInDouble.LossSoftmaxCrossEntropy, GoldenInSingle.LossSoftmaxCrossEntropy>(),
        ["loss_softmax_ce_probs"] = OfValues<GoldenInDouble.LossSoftmaxCrossEntropyProbabilities, GoldenInSingle.LossSoftmaxCrossEntropyProbabilities>(),
        ["loss_softmax_ce_smooth"] = OfLabels<GoldenInDouble.LossSoftmaxCrossEntropySmooth, GoldenInSingle.LossSoftmaxCrossEntropySmooth>(),
        ["loss_softmax_ce_sum"] = OfLabels<GoldenInDouble.LossSoftmaxCrossEntropySum, GoldenInSingle.LossSoftmaxCrossEntropySum>(),
    };

    /// <summary>The names of the cases.</summary>
    public static TheoryData<string> Names => [.. s_nets.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_net_in_double_matches_its_reference_to_1e_11(string name) => s_nets[name].InDouble(GoldenCase.Read(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_net_in_single_matches_its_reference(string name) => s_nets[name].InSingle(GoldenCase.Read(name));

    [Fact]
    public void A_net_with_another_reference_is_told_apart()
    {
        GoldenCase other = GoldenCase.Read("act_sigmoid");
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => s_nets["act_tanh"].InDouble(other));
    }

    private static (Action<GoldenCase>, Action<GoldenCase>) OfValues<TDouble, TSingle>()
        where TDouble : class, ITrainableNetwork<TDouble, double, double>
        where TSingle : class, ITrainableNetwork<TSingle, float, float> =>
        (golden => new GoldenNet<TDouble, double, double>(golden, InDouble).Check(),
            golden => new GoldenNet<TSingle, float, float>(golden, InSingle(golden)).Check());

    private static (Action<GoldenCase>, Action<GoldenCase>) OfLabels<TDouble, TSingle>()
        where TDouble : class, ITrainableNetwork<TDouble, double, int>
        where TSingle : class, ITrainableNetwork<TSingle, float, int> =>
        (golden => new GoldenNet<TDouble, double, int>(golden, InDouble).Check(),
            golden => new GoldenNet<TSingle, float, int>(golden, InSingle(golden)).Check());

    private const double InDouble = 1e-11;

    /// <summary>Longer sums round more.</summary>
    private static double InSingle(GoldenCase golden) => golden.Tensor("input").Shape.Skip(1).Aggregate(1, (size, axis) => size * axis) > 100 ? 1e-4 : 1e-5;
}
