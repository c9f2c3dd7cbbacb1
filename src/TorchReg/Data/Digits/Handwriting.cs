namespace TorchReg.Data;

/// <summary>
/// One writer's hand for one digit: p ↦ centre + shift + R(θ) · slant · scale · (p + bend(p) + jitter − ½), in pixels.
/// Only + − × ÷ are used, so that every machine draws the same bytes (sin and cos differ in their last bits).
/// </summary>
internal sealed class Handwriting
{
    private const double Centre = 14;
    private readonly SplitMix64 random;
    private readonly Point[] bends = new Point[9];
    private readonly Point shift;
    private readonly double width, height, slant, cosine, sine;

    public Handwriting(SplitMix64 random)
    {
        this.random = random;
        width = random.Uniform(12.5, 20);
        height = random.Uniform(15.5, 21);
        slant = random.Uniform(-0.15, 0.45);
        (cosine, sine) = Rotation(random.Uniform(-0.13, 0.13));
        shift = Around(2);
        Thickness = random.Uniform(0.75, 1.7);
        for (var i = 0; i < bends.Length; i++)
            bends[i] = Around(0.11);
    }

    /// <summary>Half the stroke's width in pixels.</summary>
    public double Thickness { get; }

    public Point Place(Point point)
    {
        var (bend, jitter) = (Bend(point), Around(0.03));
        var x = width * (point.X + bend.X + jitter.X - 0.5);
        var y = height * (point.Y + bend.Y + jitter.Y - 0.5);
        x -= slant * y;
        return new(Centre + shift.X + (cosine * x) - (sine * y), Centre + shift.Y + (sine * x) + (cosine * y));
    }

    // cos θ and sin θ from t = tan(θ/2).
    private static (double Cosine, double Sine) Rotation(double t) =>
        ((1 - (t * t)) / (1 + (t * t)), 2 * t / (1 + (t * t)));

    private Point Around(double reach) => new(random.Uniform(-reach, reach), random.Uniform(-reach, reach));

    // Bilinear between 3 × 3 random displacements: strokes that meet stay together.
    private Point Bend(Point p)
    {
        int column = p.X < 0.5 ? 0 : 1, row = p.Y < 0.5 ? 0 : 1;
        double u = (2 * p.X) - column, v = (2 * p.Y) - row;
        var corner = (3 * row) + column;
        return Mix(Mix(bends[corner], bends[corner + 1], u), Mix(bends[corner + 3], bends[corner + 4], u), v);
    }

    private static Point Mix(Point a, Point b, double t) => new(a.X + (t * (b.X - a.X)), a.Y + (t * (b.Y - a.Y)));
}
