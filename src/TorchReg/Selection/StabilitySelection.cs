using TorchReg.Data;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>
/// The columns that are chosen again and again when the problem is solved on halves of the rows, with a bound on how many of them
/// are wrong: E[V] ≤ q²/((2π − 1)p).
/// </summary>
/// <param name="Frequencies">For each column the share of the subsamples that chose it; free columns have 1.</param>
/// <param name="Threshold">π.</param>
/// <param name="MeanChosen">q: the penalized columns that a subsample chose, at most, or with given λ their mean number.</param>
/// <param name="Columns">p, the penalized columns.</param>
/// <param name="Subsamples">2B.</param>
/// <param name="Names">Of the columns; null where they have none.</param>
/// <remarks>
/// N. Meinshausen, P. Bühlmann, Stability selection, JRSS-B 72 (2010), p. 424, theorem 1: V counts columns that have nothing
/// to do with the target, if those are exchangeable and no worse than chance is assumed of the method. R. D. Shah, R. J.
/// Samworth, Variable selection with error control: another look at stability selection, JRSS-B 75 (2013), p. 60: with
/// complementary pairs, as here, it holds without these for the columns that a half chooses with a probability of at most q/p.
/// </remarks>
public sealed record StabilitySelection(
    double[] Frequencies, double Threshold, double MeanChosen, int Columns, int Subsamples, IReadOnlyList<string>? Names)
{
    /// <summary>The columns with a frequency of π or more, most frequent first.</summary>
    public IReadOnlyList<int> Chosen { get; } =
        [.. Enumerable.Range(0, Frequencies.Length).Where(j => Frequencies[j] >= Threshold - 1e-12)
            .OrderByDescending(j => Frequencies[j]).ThenBy(j => j)];

    /// <summary>q²/((2π − 1)p): on average at most so many of the chosen columns are wrong.</summary>
    public double ErrorBound => MeanChosen * MeanChosen / ((2 * Threshold - 1) * Columns);

    /// <summary>"bmi 1.00, s5 0.98": what is chosen, how often.</summary>
    public override string ToString() => Chosen.Count == 0
        ? FormattableString.Invariant($"no column in {Threshold} of {Subsamples} subsamples; {Bound}")
        : FormattableString.Invariant($"{string.Join(", ", Chosen.Select(Word))} of {Subsamples} subsamples; {Bound}");

    string Bound => FormattableString.Invariant($"on average at most {ErrorBound:G3} wrong columns");

    string Word(int j) => FormattableString.Invariant($"{ColumnNames.Of(Names, j)} {Frequencies[j]:F2}");

    /// <summary>Chooses.</summary>
    /// <param name="problem">A problem with a penalty that makes weights exactly 0.</param>
    /// <param name="options">How many halves, how often a column must be chosen.</param>
    /// <param name="cancellation">Ends with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the penalty makes no zeros.</exception>
    /// <exception cref="Storage.OtherSettingsException">The folder of kept work holds that of other rows or settings.</exception>
    public static StabilitySelection Of(
        LinearProblem problem, StabilityOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        options = (options ?? new()).Checked();
        if (problem is { L1Ratio: 0, Penalty: null } || problem.Penalty is { Shrinkage.L1: 0 })
            throw new ArgumentException("Without an L1 part (L1Ratio = 0) every subsample has a weight for every column: take " +
                "L1Ratio above 0.", nameof(problem));
        var all = (int)problem.Data.Features.shape[1];
        bool[] isFree = [.. Enumerable.Range(0, all).Select(j => problem.PenaltyFactors is { } c && j < c.Count && c[j] == 0)];
        var columns = isFree.Count(free => !free);
        if (columns == 0) throw new ArgumentException("All columns are free of the penalty: there is nothing to choose.",
            nameof(problem));
        int? most = options.Path.Lambdas is not null ? null
            : options.MaxChosen ?? Math.Max(1, (int)Math.Sqrt((2 * options.Threshold - 1) * columns));
        var path = options.Path with { MaxEverActive = most + (all - columns), EndEarly = false, Progress = null };
        var halves = Halves(problem, options);
        using var kept = Keep(problem, options, path, halves);
        var sets = new long[halves.Length][];
        Parallel.For(0, halves.Length, new() { MaxDegreeOfParallelism = options.Cores, CancellationToken = cancellation },
            s => sets[s] = KeptOr(kept, s, () => ChosenOn(problem, halves[s], path)));
        var counts = new int[all];
        foreach (var j in sets.SelectMany(set => set)) counts[j]++;
        double[] frequencies = [.. counts.Select((count, j) => isFree[j] ? 1 : (double)count / halves.Length)];
        var mean = sets.Average(set => (double)set.Count(j => !isFree[j]));
        return new(frequencies, options.Threshold, most ?? mean, columns, halves.Length, problem.Data.FeatureNames);
    }

    static KeptWork? Keep(LinearProblem problem, StabilityOptions options, PathOptions path, int[][] halves)
    {
        if (options.ResumeFolder is not { } folder) return null;
        using var noGrad = no_grad();
        using var scaled = ScaledProblems.Of(problem);
        var provenance = ChoiceProvenance.Of(
            scaled, [.. halves.Select(half => new RowFold(half, []))], new() { Path = path });
        return new(folder, provenance, options.Force);
    }

    static long[] KeptOr(KeptWork? kept, int half, Func<long[]> make)
    {
        var name = FormattableString.Invariant($"half-{half + 1:D5}");
        using var read = kept?.Read(name);
        if (read is not null) return Array.ConvertAll(read.Numbers(), column => (long)column);
        var made = make();
        kept?.Write(name, to => to.Write(Array.ConvertAll(made, column => (double)column)));
        return made;
    }

    static int[][] Halves(LinearProblem problem, StabilityOptions options)
    {
        var rows = (int)problem.Data.Rows;
        var strata = problem.HasClasses
            ? Strata.Of(problem.Data.Classes(), 2, "each half of the rows has one of every class")
            : [[.. Enumerable.Range(0, rows)]];
        if (rows < 4) throw new ArgumentException($"Halves of {rows} rows are too few: there must be 4 rows or more.",
            nameof(problem));
        return [.. Enumerable.Range(0, options.Pairs).SelectMany(b =>
        {
            var random = SplitMix64.Substream(options.Seed, (ulong)b);
            int[][] dealt = [.. strata.Select(rows => random.Permutation(rows.Length).Select(i => rows[i]).ToArray())];
            int[] Half(int side) =>
                [.. dealt.SelectMany(rows => rows.Skip(side * (rows.Length / 2)).Take(rows.Length / 2)).Order()];
            return new[] { Half(0), Half(1) };
        })];
    }

    static long[] ChosenOn(LinearProblem problem, int[] rows, PathOptions options)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var half = problem.On(rows);
        using var data = half.Data;
        using var offsets = half.Offsets;
        return [.. RegularizationPath.Fit(half, options).Fits.SelectMany(ActiveColumns.Of).Distinct()];
    }
}
