/// <summary>Points of two spirals that wind around each other: the labels are 0 and 1.</summary>
internal static class Spirals
{
    public static (float[] Points, float[] Labels) Draw(int count, int seed)
    {
        Random random = new(seed);
        var points = new float[2 * count];
        var labels = new float[count];
        for (int i = 0; i < count; i++)
        {
            double along = Math.Sqrt(random.NextDouble());
            double angle = 3 * Math.PI * along + Math.PI * (i % 2);
            points[2 * i] = (float)(along * Math.Cos(angle) + 0.02 * (random.NextDouble() - 0.5));
            points[2 * i + 1] = (float)(along * Math.Sin(angle) + 0.02 * (random.NextDouble() - 0.5));
            labels[i] = i % 2;
        }

        return (points, labels);
    }
}
