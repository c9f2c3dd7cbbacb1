namespace TorchReg.Data;

/// <summary>The uniform Catmull–Rom spline through a stroke's points (Catmull, Rom 1974), as a polyline.</summary>
internal static class Curve
{
    private const int StepsPerSpan = 5;

    public static List<Point> Through(ReadOnlySpan<Point> points)
    {
        var line = new List<Point> { points[0] };
        for (var i = 0; i + 1 < points.Length; i++)
        {
            var before = points[Math.Max(i - 1, 0)];
            var after = points[Math.Min(i + 2, points.Length - 1)];
            for (var step = 1; step <= StepsPerSpan; step++)
                line.Add(Between(before, points[i], points[i + 1], after, (double)step / StepsPerSpan));
        }
        return line;
    }

    private static Point Between(Point a, Point b, Point c, Point d, double t) =>
        new(Between(a.X, b.X, c.X, d.X, t), Between(a.Y, b.Y, c.Y, d.Y, t));

    private static double Between(double a, double b, double c, double d, double t) =>
        b + (0.5 * t * (c - a + (t * ((2 * a) - (5 * b) + (4 * c) - d + (t * ((3 * (b - c)) + d - a))))));
}
