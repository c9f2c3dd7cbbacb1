namespace TorchReg.Dialects;

/// <summary>One number of a system's own: its name there and its value.</summary>
/// <param name="Name">As the system spells it: "alpha", "weight_decay", "C".</param>
/// <param name="Value">Its value.</param>
public sealed record Setting(string Name, double Value);

/// <summary>How one system writes the penalty of one kind of problem.</summary>
/// <remarks>The conversions keep the minimiser, not the value of the objective: systems scale their losses differently.</remarks>
public sealed class Dialect
{
    readonly Func<PenaltyWeights, Problem, Setting[]> write;
    readonly Func<Func<string, double>, Problem, PenaltyWeights> read;
    readonly Func<PenaltyWeights, string?> refusal;
    readonly Logits logits;
    readonly bool saysGroups;
    readonly Func<PenaltyWeights, Problem, double> units;
    readonly Lazy<IReadOnlyList<string>> settingNames;

    internal Dialect(
        string name, LossForm loss, string formula, Func<PenaltyWeights, Problem, Setting[]> write,
        Func<Func<string, double>, Problem, PenaltyWeights> read, Func<PenaltyWeights, string?>? refusal = null,
        Logits logits = Logits.AsGiven, bool saysGroups = false, Func<PenaltyWeights, Problem, double>? units = null)
    {
        (Name, Loss, Formula, this.write, this.read) = (name, loss, formula, write, read);
        (this.logits, this.saysGroups, this.units) = (logits, saysGroups, units ?? ((_, _) => 1));
        this.refusal = refusal ?? (_ => null);
        settingNames = new(NamesAskedFor);
    }

    /// <summary>"sklearn.Ridge", "glmnet.gaussian".</summary>
    public string Name { get; }

    /// <summary>
    /// What it is for: HalfSquaredError stands for squared error in any form, CrossEntropy for any number of logits.
    /// </summary>
    public LossForm Loss { get; }

    /// <summary>For a squared error.</summary>
    public bool IsRegression => Loss == LossForm.HalfSquaredError;

    /// <summary>Whether its L1 is that of groups: a feature's weights to all outputs.</summary>
    public bool SaysGroups => saysGroups;

    /// <summary>The objective that the system minimises.</summary>
    public string Formula { get; }

    /// <summary>The settings' names as the system spells them: "alpha", "l1_ratio".</summary>
    public IReadOnlyList<string> SettingNames => settingNames.Value;

    /// <summary>Why these weights can't be said in this dialect; null where they can.</summary>
    public string? Refusal(PenaltyWeights weights, Problem problem)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(problem);
        return problem.Kind != Loss ? ForAnotherLoss
            : saysGroups && problem.Loss == LossForm.BinaryCrossEntropy ? $"{Name} has a logit for each class"
            : weights.Group > 0 && !saysGroups ? $"{Name} has no group lasso"
            : weights.L1 > 0 && saysGroups ? $"{Name} has no L1 but that of groups"
            : refusal(weights);
    }

    /// <summary>TorchReg's weights in the system's own numbers.</summary>
    /// <exception cref="ArgumentException">The system can't express them; the message says why.</exception>
    public IReadOnlyList<Setting> Write(PenaltyWeights weights, Problem problem)
    {
        if (Refusal(weights, problem) is { } reason) throw new ArgumentException($"{reason}.", nameof(weights));
        return write(problem.ToHalfForm(weights.WithL2(weights.L2 / problem.L2PerL2There(logits))), problem);
    }

    /// <summary>The system's own numbers as TorchReg's weights.</summary>
    /// <param name="settings">The numbers by the system's names, each finite and 0 or more; a missing one counts as the system's
    /// own default, or as 0 where it has none.</param>
    /// <param name="problem">The problem.</param>
    /// <exception cref="ArgumentException">A name is not the system's, or a value is out of its range.</exception>
    public PenaltyWeights Read(IReadOnlyDictionary<string, double> settings, Problem problem)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(problem);
        if (problem.Kind != Loss) throw new ArgumentException($"{ForAnotherLoss}.", nameof(problem));
        foreach (var (name, value) in settings)
        {
            if (!SettingNames.Contains(name))
                throw new ArgumentException(
                    $"{Name} has no setting '{name}'; it has {string.Join(", ", SettingNames)}.",
                    nameof(settings));
            Require.NonNegative(value, name);
        }
        var there = read(name => settings.TryGetValue(name, out var value) ? value : double.NaN, problem);
        return problem.FromHalfForm(there.WithL2(there.L2 * problem.L2PerL2There(logits)));
    }

    /// <summary>
    /// An objective of TorchReg's in the system's own units, where losses and penalties are multiplied alike:
    /// scikit-learn's Ridge
    /// has 2n times the objective, its LogisticRegression C·n times.
    /// </summary>
    /// <param name="objective">Loss + penalty beside the problem's loss, at any coefficients.</param>
    /// <param name="weights">TorchReg's λ, as <see cref="Read"/> gives it.</param>
    /// <param name="problem">The problem.</param>
    public double Objective(double objective, PenaltyWeights weights, Problem problem)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(problem);
        var half = problem.ToHalfForm(weights.WithL2(weights.L2 / problem.L2PerL2There(logits)));
        return objective * units(half, problem) / (problem.Loss == LossForm.MeanSquaredError ? 2 : 1);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    string ForAnotherLoss => $"{Name} is for {LossWords()}";

    string LossWords() => Loss switch
    {
        LossForm.HalfSquaredError => "a squared error",
        LossForm.CrossEntropy => "cross-entropy",
        LossForm.SquaredHinge => "a squared hinge",
        _ => "counts",
    };

    // What Read asks for is the one list of the names.
    List<string> NamesAskedFor()
    {
        var asked = new List<string>();
        read(
            name =>
            {
                asked.Add(name);
                return double.NaN;
            },
            new(Loss, Rows: 1));
        return [.. asked.Distinct()];
    }
}
