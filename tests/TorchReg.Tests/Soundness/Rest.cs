namespace TorchReg.Tests.Soundness;

/// <summary>
/// Sees from every fifth step whether a training rests. A subgradient that a step carries across a kink goes to and fro for ever
/// at a rate that stays: after its usual steps such a training goes on, and its rate is halved whenever its movement falls no
/// more.
/// </summary>
/// <param name="weights">The weights now.</param>
/// <param name="still">A movement that is none.</param>
/// <param name="steps">The usual steps.</param>
/// <param name="end">What is known of where training is to end.</param>
sealed class Rest(Func<double[]> weights, double still, int steps, End end)
{
    const int Probe = 5, FirstProbe = 30, Longer = 10, Window = 200;
    const double Falling = 0.9;

    // Well within the tolerance and moving by a hundredth of it in five steps, weights stay there, unless their movements shorten
    // by less than a fiftieth each time.
    const double Close = 0.01, Half = 0.5;

    double[] before = weights();
    double largest, last = double.PositiveInfinity;
    int from;

    /// <summary>The rate's factor: 1 within the usual steps.</summary>
    public double Rate { get; private set; } = 1;

    public int MostSteps => end.GoesOn == null ? steps : Longer * steps;

    /// <summary>Whether training ends after this step.</summary>
    public bool After(int step)
    {
        if (step % Probe != 0) return false;
        var now = weights();
        var moved = now.Zip(before, (a, b) => Math.Abs(a - b)).Max();
        before = now;
        if (step > steps) Slow(step, moved);
        if (step > FirstProbe && (moved < still * Rate || IsThere(now, moved))) return true;
        return step == steps && end.GoesOn?.Invoke(now) != true;
    }

    bool IsThere(double[] now, double moved) => end.ErrorOf != null && moved < Close * end.Tolerance * Rate
        && end.ErrorOf(now) < Half * end.Tolerance;

    // The smaller the rate, the longer it takes to see that a movement falls.
    void Slow(int step, double moved)
    {
        largest = Math.Max(largest, moved);
        from = Math.Max(from, steps);
        if (step < from + Window / Math.Sqrt(Rate)) return;
        var halves = largest > Falling * last;
        if (halves) Rate /= 2;
        (from, last, largest) = (step, halves ? double.PositiveInfinity : largest, 0);
    }
}

/// <summary>Where a training is to end.</summary>
sealed record End
{
    /// <summary>Whether training goes on from these weights after the usual steps; null if never.</summary>
    public Func<double[], bool>? GoesOn { get; init; }

    /// <summary>How far weights are from the minimiser; null where none is known.</summary>
    public Func<double[], double>? ErrorOf { get; init; }

    /// <summary>The largest error of what is reached.</summary>
    public double Tolerance { get; init; }
}
