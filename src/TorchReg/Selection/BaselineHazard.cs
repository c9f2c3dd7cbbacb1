using TorchReg.Kernels;
using TorchReg.Objectives;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>
/// What Cox regression leaves open: the hazard of a row whose prediction is 0, summed up to each time, H₀(t) = Σ over events up
/// to t of d/Σ exp(zⱼ) over the rows at risk. With it a prediction z is a probability to have had no event by t,
/// exp(−H₀(t)·exp z).
/// </summary>
/// <remarks>
/// N. Breslow, discussion of D. R. Cox, JRSS-B 34 (1972), p. 217; of weighted rows each counts as its weight. R's
/// <c>survival::basehaz(centered = FALSE)</c> with Breslow's ties.
/// </remarks>
public sealed class BaselineHazard
{
    readonly double[] times, cumulative;

    BaselineHazard(double[] times, double[] cumulative) => (this.times, this.cumulative) = (times, cumulative);

    /// <summary>The times of events, ascending.</summary>
    public IReadOnlyList<double> Times => times;

    /// <summary>H₀ at each of them.</summary>
    public IReadOnlyList<double> Cumulative => cumulative;

    /// <summary>Estimates it from the rows that a fit has learned from.</summary>
    /// <param name="problem">Cox regression.</param>
    /// <param name="fit">Its fit.</param>
    /// <exception cref="ArgumentException">The problem is another, or the fit has other columns.</exception>
    public static BaselineHazard Of(LinearProblem problem, LinearFit fit)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(fit);
        if (problem.Loss.Target != TargetKind.Survival)
            throw new ArgumentException(
                $"A baseline hazard is of Losses.Cox; the problem's loss is {problem.Loss.Name}.", nameof(problem));
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var data = problem.Data;
        var predicted = data.Stored is { } rows ? fit.Predict(rows) : fit.Predict(data.Features);
        if (problem.Offsets is { } offsets) predicted = predicted.add(offsets.reshape(predicted.shape), Scalars.One);
        var y = DatafitTargets.Survival(data);
        var weights = data.Weights is { } given ? HostMemory.Numbers(given.to(ScalarType.Float64)) : null;
        return Of(HostMemory.Numbers(y), HostMemory.Numbers(predicted), weights);
    }

    // Times of censored rows are negative. From the last time to the first, the rows at risk become more.
    static BaselineHazard Of(double[] y, double[] z, double[]? weights)
    {
        double Weight(int i) => weights?[i] ?? 1;
        var largest = z.Where((_, i) => Weight(i) > 0).Max();
        var steps = new List<(double Time, double Hazard)>();
        var atRisk = 0.0;
        foreach (var same in Enumerable.Range(0, y.Length).Where(i => Weight(i) > 0).GroupBy(i => Math.Abs(y[i]))
            .OrderByDescending(group => group.Key))
        {
            atRisk += same.Sum(i => Weight(i) * Math.Exp(z[i] - largest));
            var events = same.Where(i => y[i] > 0).Sum(Weight);
            if (events > 0) steps.Add((same.Key, events / atRisk * Math.Exp(-largest)));
        }
        steps.Reverse();
        var (sum, cumulative) = (0.0, new double[steps.Count]);
        for (var k = 0; k < cumulative.Length; k++) cumulative[k] = sum += steps[k].Hazard;
        return new([.. steps.Select(step => step.Time)], cumulative);
    }

    /// <summary>From what a file kept.</summary>
    /// <exception cref="ArgumentException">Times do not ascend, or H₀ falls.</exception>
    internal static BaselineHazard Of(double[] times, double[] cumulative)
    {
        static bool Ascends(double[] numbers, double from) => numbers.Prepend(from).Zip(numbers).All(pair =>
            pair.First < pair.Second && double.IsFinite(pair.Second));
        return times.Length > 0 && times.Length == cumulative.Length && Ascends(times, 0) && Ascends(cumulative, 0)
            ? new(times, cumulative)
            : throw new ArgumentException("A baseline hazard has times of events and sums of hazards that ascend.");
    }

    /// <summary>H₀(t): 0 before the first event, after the last what it was there.</summary>
    public double At(double time)
    {
        var place = Array.BinarySearch(times, time);
        var k = place >= 0 ? place : ~place - 1;
        return k < 0 ? 0 : cumulative[k];
    }

    /// <summary>exp(−H₀(t)·exp z), the probability of no event by a time, for each prediction.</summary>
    /// <param name="predictions">z, any shape: what <see cref="LinearFit.Predict(Tensor, Tensor?)"/> gives.</param>
    /// <param name="time">t.</param>
    public Tensor Survival(Tensor predictions, double time)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        using var scope = NewDisposeScope();
        return (predictions.to(ScalarType.Float64).exp() * Scalars.Of(-At(time))).exp().MoveToOuterDisposeScope();
    }

    /// <summary>The first time by which a prediction's probability of no event is one half or less; ∞ where none is.</summary>
    public double Median(double prediction)
    {
        var needed = Math.Log(2) / Math.Exp(prediction);
        var k = Array.FindIndex(cumulative, hazard => hazard >= needed);
        return k < 0 ? double.PositiveInfinity : times[k];
    }

    /// <summary>"12 times of events from 0.5 to 30, H₀ up to 1.4".</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{times.Length} times of events from {times[0]:G4} to {times[^1]:G4}, H₀ up to {cumulative[^1]:G4}");
}
