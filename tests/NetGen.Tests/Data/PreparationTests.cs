using Xunit;

namespace NetGen.Tests;

/// <summary>Scalers, labels, one-hot vectors, stratified splits and folds.</summary>
public sealed class PreparationTests
{
    [Fact]
    public void Standardizing_gives_mean_0_and_variance_1_of_the_training_part()
    {
        double[] train = [1, 100, 7, 3, 300, 7, 5, 200, 7];
        FeatureScaler scaler = FeatureScaler.Standardize<double>(train, 3);
        Assert.Equal([3, 200, 7], scaler.Centers.ToArray());
        Assert.Equal(Math.Sqrt(8 / 3.0), scaler.Scales[0], 1e-15);
        Assert.Equal(1, scaler.Scales[2]); // it never changes

        double[] scaled = [.. train], other = [3 + Math.Sqrt(8 / 3.0), 200, 8];
        scaler.Transform<double>(scaled);
        scaler.Transform<double>(other);
        Assert.Equal(0, scaled[0] + scaled[3] + scaled[6], 1e-15);
        Assert.Equal(3, (scaled[0] * scaled[0]) + (scaled[3] * scaled[3]) + (scaled[6] * scaled[6]), 1e-14);
        Assert.Equal(1, other[0], 1e-15);
        Assert.Equal([0, 1], other[1..]);
        scaler.InverseTransform<double>(scaled);
        for (int i = 0; i < train.Length; i++)
            Assert.Equal(train[i], scaled[i], 1e-13);
    }

    [Fact]
    public void Min_max_scaling_gives_0_to_1_and_reads_data_sets()
    {
        ArrayDataset<float, int> data = new([2, 5, 4, 5, 3, 5], [0, 1, 0], inputSize: 2);
        FeatureScaler scaler = FeatureScaler.MinMax(data), again = FeatureScaler.MinMax<float>([2, 5, 4, 5, 3, 5], 2);
        float[] values = [2, 5, 4, 5, 3, 6];
        scaler.Transform<float>(values);
        Assert.Equal([0, 0, 1, 0, 0.5f, 1], values);
        Assert.Equal(again.Scales.ToArray(), scaler.Scales.ToArray());
        Assert.Equal([3, 5], FeatureScaler.Standardize(data).Centers.ToArray());
    }

    [Fact]
    public void Scalers_refuse_what_they_cannot_fit()
    {
        Assert.Throws<ArgumentException>(() => FeatureScaler.Standardize<float>([], 2));
        Assert.Throws<ArgumentException>(() => FeatureScaler.Standardize<float>([1, 2, 3], 2));
        Assert.Contains("NaN in feature 1 of example 1", Assert.Throws<ArgumentException>(() => FeatureScaler.MinMax<float>([1, 2, 3, float.NaN], 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new FeatureScaler([1, 2], [1, 0]));
        Assert.Throws<ArgumentException>(() => new FeatureScaler([1, 2], [1, 1]).Transform<float>(new float[3]));
    }

    [Fact]
    public void Labels_are_numbered_in_ordinal_order()
    {
        LabelMap labels = new(["virginica", "setosa", "virginica", "Setosa"]);
        Assert.Equal(["Setosa", "setosa", "virginica"], labels.Names);
        Assert.Equal([2, 1, 0], labels.Encode(["virginica", "setosa", "Setosa"]));
        Assert.Equal(-1, labels.IndexOf("rose"));
        Assert.Contains("'rose' at index 0", Assert.Throws<ArgumentException>(() => labels.Encode(["rose"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_are_numbers_sort_as_numbers_before_others()
    {
        Assert.Equal(["-1", "1", "1.0", "2", "10", "1e2", "Infinity", "NaN", "x10", "x2"], new LabelMap(["x2", "10", "2", "NaN", "1.0", "1", "x10", "-1", "1e2", "Infinity"]).Names);
        LabelMap sizes = LabelMap.InOrder(["small", "medium", "large"]);
        Assert.Equal([2, 0, 1], sizes.Encode(["large", "small", "medium"]));
        Assert.Contains("'a' at indices 0 and 2", Assert.Throws<ArgumentException>(() => LabelMap.InOrder(["a", "b", "a"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LabelMap.InOrder([]));
    }

    [Fact]
    public void One_hot_vectors_go_out_and_back()
    {
        float[] rows = new float[9];
        OneHot.Encode<float>([2, 0, 1], 3, rows);
        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 1, 0], rows);
        int[] labels = new int[3];
        OneHot.Decode<float>(rows, 3, labels);
        Assert.Equal([2, 0, 1], labels);
        Assert.Throws<ArgumentOutOfRangeException>(() => OneHot.Encode<float>([3], 3, new float[3]));
    }

    [Fact]
    public void Labels_become_targets_that_are_numbers()
    {
        ArrayDataset<float, int> data = new([1, 2, 3], [1, 0, 1], inputSize: 1);
        float[] inputs = new float[3], targets = new float[3], rows = new float[6];
        data.ToNumbers().CopyTo([0, 1, 2], inputs, targets);
        Assert.Equal([1, 0, 1], targets);
        data.ToOneHot(2).CopyTo([0, 1, 2], inputs, rows);
        Assert.Equal([0, 1, 1, 0, 0, 1], rows);
        Assert.Equal([1, 2, 3], inputs);
    }

    [Fact]
    public void A_stratified_split_keeps_the_proportions()
    {
        ArrayDataset<float, int> data = Labelled([60, 30, 9, 1]);
        (Subset<float, int> train, Subset<float, int> validation) = data.StratifiedSplit(1 / 3.0, seed: 4);
        Assert.Equal([40, 20, 6, 1], Counts(train));
        Assert.Equal([20, 10, 3, 0], Counts(validation));
        Assert.Equal(Enumerable.Range(0, 100), Examples(train).Concat(Examples(validation)).Order());
        Assert.Equal(Examples(validation), Examples(data.StratifiedSplit(1 / 3.0, seed: 4).Validation));
        Assert.NotEqual(Examples(validation), Examples(data.StratifiedSplit(1 / 3.0, seed: 5).Validation));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.StratifiedSplit(1));
    }

    [Theory]
    [InlineData(0.15, 15, 1, 2)]
    [InlineData(0.25, 25, 2, 3)]
    [InlineData(0.05, 5, 0, 1)]
    [InlineData(0.01, 1, 0, 1)]
    [InlineData(0.95, 90, 9, 9)]
    [InlineData(0.5, 50, 5, 5)]
    public void A_stratified_split_of_ten_classes_of_ten_is_as_near_as_it_can_be(double fraction, int total, int least, int most)
    {
        ArrayDataset<float, int> data = Labelled([.. Enumerable.Repeat(10, 10)]);
        int[] sum = new int[10];
        for (int seed = 0; seed < 40; seed++)
        {
            (Subset<float, int> train, Subset<float, int> validation) = data.StratifiedSplit(fraction, seed);
            Assert.Equal((100 - total, total), (train.Count, validation.Count));
            int[] counts = [.. Enumerable.Range(0, 10).Select(label => All(validation).Labels.Count(other => other == label))];
            Assert.All(counts, count => Assert.InRange(count, least, most));
            Assert.Equal(Enumerable.Range(0, 100), Examples(train).Concat(Examples(validation)).Order());
            for (int i = 0; i < 10; i++)
                sum[i] += counts[i];
        }

        // Which class gets one more is left to chance.
        Assert.All(sum, count => Assert.InRange(count, 40 * least, 40 * most));
        if (total is 15 or 25)
            Assert.All(sum, count => Assert.InRange(count, (40 * least) + 5, (40 * most) - 5));
    }

    [Fact]
    public void A_stratified_split_of_any_classes_is_within_one_of_each_share()
    {
        const int Seed = 31;
        Random random = new(Seed);
        for (int i = 0; i < 200; i++)
        {
            int[] sizes = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(2, 60))];
            double fraction = random.Next(5, 96) / 100.0;
            ArrayDataset<float, int> data = Labelled(sizes);
            Subset<float, int> validation = data.StratifiedSplit(fraction, i).Validation;
            int[] counts = [.. Counts(validation).Take(sizes.Length)];
            for (int label = 0; label < sizes.Length; label++)
            {
                Assert.True(Math.Abs(counts[label] - (sizes[label] * fraction)) <= 1, $"seed {Seed}, {i}: {counts[label]} of {sizes[label]} by {fraction}");
                Assert.InRange(counts[label], 0, sizes[label] - 1);
            }

            Assert.InRange(validation.Count, 1, data.Count - sizes.Length);
            int total = (int)Math.Round(data.Count * fraction);
            if (total >= 1 && sizes.All(size => size * fraction <= size - 1))
                Assert.True(validation.Count == total, $"seed {Seed}, {i}: {validation.Count} of {string.Join('+', sizes)} by {fraction}");
        }
    }

    [Fact]
    public void A_stratified_split_takes_labels_that_are_numbers()
    {
        ArrayDataset<float, int> data = Labelled([60, 40]);
        ArrayDataset<float, float> numbers = new(data.Inputs.ToArray(), [.. data.Targets.ToArray().Select(label => (float)label)], inputSize: 1);
        (Subset<float, float> train, Subset<float, float> validation) = numbers.StratifiedSplit(0.25, seed: 7);
        Assert.Equal((75, 25), (train.Count, validation.Count));

        // The same split as that of labels.
        Assert.Equal(data.StratifiedSplit(0.25, seed: 7).Validation.Indices.ToArray(), validation.Indices.ToArray());
        Assert.Equal(data.StratifiedKFold(4, seed: 7)[1].Validation.Indices.ToArray(), numbers.StratifiedKFold(4, seed: 7)[1].Validation.Indices.ToArray());
        Assert.Equal(10, validation.Indices.ToArray().Count(i => i >= 60));

        Assert.Contains("NaN in example 1", Assert.Throws<ArgumentException>(() => new ArrayDataset<double, double>([1, 2], [0, double.NaN], 1).StratifiedSplit(0.5)).Message, StringComparison.Ordinal);
        Assert.Contains("are the targets labels?", Assert.Throws<InvalidOperationException>(() => new ArrayDataset<double, double>([1, 2, 3], [0.1, 0.2, 0.3], 1).StratifiedSplit(0.5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ArrayDataset<double, double>([1, 2], [0, 1, 1, 0], 1, 2).StratifiedSplit(0.5));
    }

    [Fact]
    public void Each_example_is_held_out_once()
    {
        ArrayDataset<float, int> data = Labelled([50, 30, 23]);
        foreach (bool stratified in (bool[])[false, true])
        {
            var folds = stratified ? data.StratifiedKFold(5, seed: 2) : data.KFold(5, seed: 2);
            Assert.Equal(5, folds.Count);
            Assert.Equal(Enumerable.Range(0, 103), folds.SelectMany(fold => Examples(fold.Validation)).Order());
            foreach ((Subset<float, int> train, Subset<float, int> validation) in folds)
            {
                Assert.InRange(validation.Count, 20, 21);
                Assert.Equal(Enumerable.Range(0, 103), Examples(train).Concat(Examples(validation)).Order());
                if (!stratified)
                    continue;
                int[] counts = Counts(validation);
                Assert.Equal((10, 6), (counts[0], counts[1]));
                Assert.InRange(counts[2], 4, 5);
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => data.KFold(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.KFold(104));
    }

    /// <summary>Example i has the input i; classes in blocks.</summary>
    private static ArrayDataset<float, int> Labelled(int[] counts)
    {
        int[] labels = [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];
        return new([.. Enumerable.Range(0, labels.Length).Select(i => (float)i)], labels, inputSize: 1);
    }

    private static int[] Examples(IDataset<float, int> data)
    {
        (float[] inputs, _) = All(data);
        return [.. inputs.Select(value => (int)value)];
    }

    private static int[] Counts(IDataset<float, int> data)
    {
        (_, int[] labels) = All(data);
        return [.. Enumerable.Range(0, 4).Select(label => labels.Count(other => other == label))];
    }

    private static (float[] Inputs, int[] Labels) All(IDataset<float, int> data)
    {
        float[] inputs = new float[data.Count];
        int[] labels = new int[data.Count];
        data.CopyTo([.. Enumerable.Range(0, data.Count)], inputs, labels);
        return (inputs, labels);
    }
}
