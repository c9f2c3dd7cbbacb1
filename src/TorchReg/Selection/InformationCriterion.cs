using TorchReg.Solvers;

namespace TorchReg.Selection;

/// <summary>What a fit is worth without held-out rows; smaller is better.</summary>
public enum InformationCriterion
{
    /// <summary>Akaike's.</summary>
    Aic,

    /// <summary>Akaike's, corrected for few rows.</summary>
    Aicc,

    /// <summary>Schwarz's, the Bayesian.</summary>
    Bic,

    /// <summary>The extended Bayesian, γ = 0.5: for many columns.</summary>
    Ebic,
}

/// <summary>The λ of a path by an information criterion: one path, no folds.</summary>
/// <param name="Path">The path.</param>
/// <param name="Criterion">What decided.</param>
/// <param name="Criteria">Of each fit.</param>
/// <param name="Values">The criterion of each fit.</param>
/// <param name="Notes">What to know about it: a choice at the grid's edge.</param>
public sealed record CriterionChoice(
    RegularizationPath Path, InformationCriterion Criterion, IReadOnlyList<InformationCriteria> Criteria, double[] Values,
    IReadOnlyList<string> Notes)
{
    /// <summary>Index of the least value; of equal ones that of the largest λ.</summary>
    public int MinIndex { get; } = Least.Index(Values);

    /// <summary>The fit of least value.</summary>
    public LinearFit Best => Path.Fits[MinIndex];

    /// <summary>Chooses.</summary>
    /// <param name="path">A path.</param>
    /// <param name="criterion">By what. Default EBIC.</param>
    /// <exception cref="ArgumentException">The criterion is no number at any λ.</exception>
    public static CriterionChoice Of(RegularizationPath path, InformationCriterion criterion = InformationCriterion.Ebic)
    {
        ArgumentNullException.ThrowIfNull(path);
        var diagnostics = InformationCriteria.Of(path);
        double[] values = [.. diagnostics.Select(one => one.By(criterion))];
        if (Array.TrueForAll(values, value => !double.IsFinite(value)))
            throw new ArgumentException(
                $"{criterion} is not finite at any λ: the fits have too many weights for {path.Problem.Data.Rows} rows. Give " +
                "larger λ, or MaxActive.", nameof(path));
        var choice = new CriterionChoice(path, criterion, diagnostics, values, []);
        var what = $"the least {criterion.ToString().ToUpperInvariant()}";
        return choice with { Notes = [.. GridEdge.Notes(what, path, choice.MinIndex)] };
    }

    /// <summary>"Ebic 123.4: λ 0.05: 5 non-zeros, …".</summary>
    public override string ToString() =>
        string.Join("; ", Notes.Prepend(FormattableString.Invariant($"{Criterion} {Values[MinIndex]:G6}: {Best}")));
}
