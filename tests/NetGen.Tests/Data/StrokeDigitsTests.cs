using System.Security.Cryptography;
using Xunit;

namespace NetGen.Tests;

public class StrokeDigitsTests
{
    private const int Pixels = StrokeDigits.Side * StrokeDigits.Side;

    /// <summary>A change of this hash is a change of everybody's data: it needs a reason.</summary>
    [Fact]
    public void The_first_images_are_the_same_on_every_machine()
    {
        (byte[] pixels, byte[] labels) = StrokeDigits.Draw(100, 42);
        Assert.Equal("6BA587A266DDD2FF8AB5D9DB0E4E5C9A984970E6AAB7EAB5C6E79F968AAEEFF5", Convert.ToHexString(SHA256.HashData([.. pixels, .. labels])));
    }

    [Fact]
    public void An_image_does_not_depend_on_the_count()
    {
        (byte[] pixels, byte[] labels) = StrokeDigits.Draw(57, -3);
        (byte[] morePixels, byte[] moreLabels) = StrokeDigits.Draw(200, -3);
        Assert.Equal(morePixels[..(57 * Pixels)], pixels);
        Assert.Equal(moreLabels[..57], labels);
    }

    [Fact]
    public void Another_seed_gives_other_images_in_another_order()
    {
        (byte[] pixels, byte[] labels) = StrokeDigits.Draw(100, 1);
        (byte[] otherPixels, byte[] otherLabels) = StrokeDigits.Draw(100, 2);
        Assert.NotEqual(labels, otherLabels);
        Assert.NotEqual(pixels, otherPixels);
    }

    [Fact]
    public void Every_ten_images_show_the_ten_digits_in_an_order_that_varies()
    {
        byte[][] groups = [.. StrokeDigits.Draw(1000, 5).Labels.Chunk(10)];
        Assert.All(groups, group => Assert.Equal(Enumerable.Range(0, 10), group.Order().Select(label => (int)label)));
        Assert.Equal(100, groups.Select(Convert.ToHexString).Distinct().Count());
    }

    /// <summary>MNIST's pixels have the mean 33 of 255; a 1 is lighter than the other digits, about 19.</summary>
    [Fact]
    public void The_amount_of_ink_is_that_of_handwriting()
    {
        (byte[] pixels, byte[] labels) = StrokeDigits.Draw(3000, 6);
        double[] means = [.. pixels.Chunk(Pixels).Select(image => image.Average(pixel => (double)pixel))];
        Assert.All(means, mean => Assert.InRange(mean, 4, 100));
        foreach (IGrouping<byte, double> digit in means.Zip(labels).GroupBy(pair => pair.Second, pair => pair.First))
            Assert.InRange(digit.Average(), digit.Key == 1 ? 14 : 24, digit.Key == 1 ? 26 : 50);
    }

    [Fact]
    public void Digits_are_near_the_middle_and_leave_the_border_free()
    {
        byte[][] images = [.. StrokeDigits.Draw(3000, 7).Pixels.Chunk(Pixels)];
        foreach (byte[] image in images)
        {
            double ink = image.Sum(pixel => (double)pixel);
            Assert.InRange(image.Select((pixel, i) => pixel * (i % StrokeDigits.Side)).Sum() / ink, 9.5, 17.5);
            Assert.InRange(image.Select((pixel, i) => pixel * (i / StrokeDigits.Side)).Sum() / ink, 9.5, 17.5);
        }

        Assert.All(images, image => Assert.All(image.Where((_, i) => OnBorder(i)), pixel => Assert.Equal(0, pixel)));
    }

    [Fact]
    public void No_two_digits_of_a_class_are_the_same()
    {
        (byte[] pixels, byte[] labels) = StrokeDigits.Draw(2000, 8);
        IEnumerable<string> images = pixels.Chunk(Pixels).Select(image => Convert.ToHexString(SHA256.HashData(image)));
        Assert.Equal(labels.Length, images.Distinct().Count());
    }

    [Fact]
    public void No_images_are_fine_and_fewer_are_not()
    {
        (byte[] pixels, byte[] labels) = StrokeDigits.Draw(0, 1);
        Assert.Empty(pixels);
        Assert.Empty(labels);
        Assert.Throws<ArgumentOutOfRangeException>(() => StrokeDigits.Draw(-1, 1));
    }

    private static bool OnBorder(int pixel) =>
        pixel % StrokeDigits.Side is 0 or StrokeDigits.Side - 1 || pixel / StrokeDigits.Side is 0 or StrokeDigits.Side - 1;
}
