namespace TorchReg.Data;

/// <summary>
/// Anti-aliased strokes: a pixel's ink is clamp(r + ½ − d, 0, 1), d its centre's distance from the nearest segment, r half the
/// stroke's width.
/// </summary>
internal sealed class Ink(int side)
{
    private readonly double[] nearest = NewPaper(side);
    private double farthest;

    /// <summary>Draws one stroke; <paramref name="radius"/> is half its width in pixels.</summary>
    public void Draw(List<Point> line, double radius)
    {
        farthest = radius + 0.5;
        for (var i = 1; i < line.Count; i++)
            DrawSegment(line[i - 1], line[i]);
    }

    /// <summary>The ink of pixel <paramref name="index"/>, 0 to 1.</summary>
    public double this[int index] => Math.Clamp(farthest - Math.Sqrt(nearest[index]), 0, 1);

    private static double[] NewPaper(int side)
    {
        var paper = new double[side * side];
        Array.Fill(paper, double.MaxValue);
        return paper;
    }

    private void DrawSegment(Point a, Point b)
    {
        var (left, right) = Reach(a.X, b.X);
        var (top, bottom) = Reach(a.Y, b.Y);
        for (var y = top; y <= bottom; y++)
            for (var x = left; x <= right; x++)
            {
                ref var distance = ref nearest[(y * side) + x];
                distance = Math.Min(distance, SquaredDistance(x + 0.5, y + 0.5, a, b));
            }
    }

    // The pixels, on the paper, that a segment between a and b can reach in one direction.
    private (int First, int Last) Reach(double a, double b) =>
        (Math.Max(0, (int)(Math.Min(a, b) - farthest - 0.5)), Math.Min(side - 1, (int)(Math.Max(a, b) + farthest)));

    private static double SquaredDistance(double x, double y, Point a, Point b)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y;
        var length = (dx * dx) + (dy * dy);
        var t = length > 0 ? Math.Clamp((((x - a.X) * dx) + ((y - a.Y) * dy)) / length, 0, 1) : 0;
        double ex = x - a.X - (t * dx), ey = y - a.Y - (t * dy);
        return (ex * ex) + (ey * ey);
    }
}
