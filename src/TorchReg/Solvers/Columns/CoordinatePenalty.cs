namespace TorchReg.Solvers;

/// <summary>
/// The penalty Σⱼ λpⱼ(wⱼ) of one λ, on the solver's scale, as coordinate descent takes it: one column at a time. Bounds are part
/// of it.
/// </summary>
abstract class CoordinatePenalty
{
    /// <summary>λpⱼ(w).</summary>
    internal abstract double Value(int j, double w);

    /// <summary>argmin over v of slope·(v − w) + curvature/2·(v − w)² + λpⱼ(v), curvature above 0.</summary>
    internal abstract double Step(int j, double w, double slope, double curvature);

    /// <summary>The distance of −slope to λ∂pⱼ(w).</summary>
    internal abstract double Distance(int j, double w, double slope);

    /// <summary>The largest number that |slope| may be, either sign, so that wⱼ = 0 is stationary.</summary>
    internal abstract double Reach(int j);

    /// <summary>Those of all columns.</summary>
    internal virtual void Reaches(Span<double> reaches)
    {
        for (var j = 0; j < reaches.Length; j++) reaches[j] = Reach(j);
    }

    /// <summary>How far a column at 0 is from staying there. Default: its distance.</summary>
    internal virtual double Entry(int j, double slope) => Distance(j, 0, slope);

    /// <summary>Whether 0 is stationary at any slope, so that a step has to be tried to tell. Default false.</summary>
    internal virtual bool Leaps => false;

    /// <summary>Whether <see cref="Piece"/> says anything. Default: where it is convex.</summary>
    internal virtual bool HasPieces => IsConvex;

    /// <summary>Whether a distance of 0 is the optimum.</summary>
    internal abstract bool IsConvex { get; }

    /// <summary>Whether nothing holds the column's weight.</summary>
    internal virtual bool IsFree(int j) => false;

    /// <summary>
    /// Where λpⱼ is a parabola around w, on a side of 0 and inside of bounds: its slope at w, its second derivative, and the ends
    /// of where that is so. Null where it is none.
    /// </summary>
    internal virtual (double Slope, double Curvature, double Low, double High)? Piece(int j, double w) => null;

    /// <summary>The largest share s, at most 1, for which the conjugate of λpⱼ is finite at s·v. Default 1.</summary>
    internal virtual double FeasibleShare(int j, double v) => 1;

    /// <summary>sup over w of v·w − λpⱼ(w). Default NaN: not known, and there is no duality gap.</summary>
    internal virtual double Conjugate(int j, double v) => double.NaN;
}
