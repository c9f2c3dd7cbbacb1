using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>The choice of ρ and λ together: a cross-validated path for each ρ, all on the same folds.</summary>
/// <param name="L1Ratios">ρ, in the given order.</param>
/// <param name="Each">Of each ρ its cross-validation, with λ of its own.</param>
public sealed record ElasticNetCv(IReadOnlyList<double> L1Ratios, IReadOnlyList<CrossValidation> Each)
{
    /// <summary>Index of the ρ whose curve goes lowest; of equal ones the largest ρ, which keeps the fewest columns.</summary>
    public int BestIndex { get; } = Enumerable.Range(0, Each.Count)
        .OrderBy(i => Each[i].Curve.Mean[Each[i].Curve.MinIndex]).ThenByDescending(i => L1Ratios[i]).First();

    /// <summary>The ρ of the least mean.</summary>
    public double BestL1Ratio => L1Ratios[BestIndex];

    /// <summary>Its cross-validation: λ.min, λ.1se, the path.</summary>
    public CrossValidation Best => Each[BestIndex];

    /// <summary>Cross-validates each ρ.</summary>
    /// <param name="problem">The problem; its own L1Ratio is not used.</param>
    /// <param name="l1Ratios">ρ, each from 0 to 1, one or more.</param>
    /// <param name="options">As for <see cref="CrossValidation.Of(LinearProblem, CvOptions, CancellationToken)"/>.</param>
    /// <param name="cancellation">Ends with the ρ that are finished; in the first with what it has.</param>
    /// <exception cref="ArgumentException">There is no ρ, one is out of range or given twice, or an option does not
    /// fit.</exception>
    public static ElasticNetCv Of(
        LinearProblem problem, IReadOnlyList<double> l1Ratios, CvOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Check(problem, l1Ratios);
        options = (options ?? new()).Checked();
        using var noGrad = no_grad();
        using var kept = Keep(problem, l1Ratios, options);
        var done = new List<CrossValidation>();
        foreach (var (i, ratio) in l1Ratios.Index())
        {
            if (i > 0 && cancellation.IsCancellationRequested) break;
            using var dense = ScaledProblems.Of(problem with { L1Ratio = ratio });
            try
            {
                done.Add(RepeatedFolds.Run(dense, [.. Enumerable.Range(0, (int)dense.Rows)], options,
                    kept?.Within(FormattableString.Invariant($"ratio-{i + 1:D5}")), cancellation));
            }
            catch (OperationCanceledException) when (i > 0) { }
        }
        if (cancellation.IsCancellationRequested && done.Count > 1) done.RemoveAt(done.Count - 1);
        return new([.. l1Ratios.Take(done.Count)], done);
    }

    /// <summary>ρ, λ, mean and standard error of every pair, for a picture.</summary>
    public IEnumerable<(double L1Ratio, double Lambda, double Mean, double StandardError)> Surface =>
        L1Ratios.Zip(Each).SelectMany(pair => pair.Second.Curve.Lambdas.Select((lambda, l) =>
            (pair.First, lambda, pair.Second.Curve.Mean[l], pair.Second.Curve.StandardError[l])));

    /// <summary>"ρ 0.5 of 3: Deviance: 100 λ …".</summary>
    public override string ToString() => FormattableString.Invariant($"ρ {BestL1Ratio} of {L1Ratios.Count}: {Best}");

    static void Check(LinearProblem problem, IReadOnlyList<double> l1Ratios)
    {
        ArgumentNullException.ThrowIfNull(l1Ratios);
        if (l1Ratios.Count == 0) throw new ArgumentException("There is no ρ: give one or more.", nameof(l1Ratios));
        foreach (var ratio in l1Ratios) Require.Ratio(ratio, nameof(l1Ratios));
        if (l1Ratios.Distinct().Count() < l1Ratios.Count)
            throw new ArgumentException("A ρ is given twice: give each once.", nameof(l1Ratios));
        if (problem.Penalty is { } penalty)
            throw new ArgumentException($"{penalty.Name} takes the place of L1Ratio: leave one of them out.", nameof(problem));
    }

    static KeptWork? Keep(LinearProblem problem, IReadOnlyList<double> l1Ratios, CvOptions options)
    {
        if (options.ResumeFolder is null) return null;
        using var dense = ScaledProblems.Of(problem with { L1Ratio = 1 });
        var ratios = l1Ratios.Select(ratio => FormattableString.Invariant($"{ratio}"));
        return KeptWork.Of(dense, options, ("l1Ratios", string.Join(", ", ratios)));
    }
}
