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

    internal Dialect(
        string name, bool isRegression, string formula, Func<PenaltyWeights, Problem, Setting[]> write,
        Func<Func<string, double>, Problem, PenaltyWeights> read, Func<PenaltyWeights, string?>? refusal = null)
    {
        (Name, IsRegression, Formula, this.write, this.read) = (name, isRegression, formula, write, read);
        this.refusal = refusal ?? (_ => null);
    }

    /// <summary>"sklearn.Ridge", "glmnet.gaussian".</summary>
    public string Name { get; }

    /// <summary>For a squared error; else for cross-entropy.</summary>
    public bool IsRegression { get; }

    /// <summary>The objective that the system minimises.</summary>
    public string Formula { get; }

    /// <summary>Why these weights can't be said in this dialect; null where they can.</summary>
    public string? Refusal(PenaltyWeights weights, Problem problem)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(problem);
        return problem.IsRegression == IsRegression ? refusal(weights)
            : $"{Name} is for {(IsRegression ? "a squared error" : "cross-entropy")}";
    }

    /// <summary>TorchReg's weights in the system's own numbers.</summary>
    /// <exception cref="ArgumentException">The system can't express them; the message says why.</exception>
    public IReadOnlyList<Setting> Write(PenaltyWeights weights, Problem problem)
    {
        if (Refusal(weights, problem) is { } reason) throw new ArgumentException($"{reason}.", nameof(weights));
        return write(problem.ToHalfForm(weights), problem);
    }

    /// <summary>The system's own numbers as TorchReg's weights.</summary>
    /// <param name="settings">The numbers by the system's names; a missing one counts as the value that means "no such penalty".</param>
    /// <param name="problem">The problem.</param>
    /// <exception cref="ArgumentException">A name is not the system's.</exception>
    public PenaltyWeights Read(IReadOnlyDictionary<string, double> settings, Problem problem)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(problem);
        if (problem.IsRegression != IsRegression) throw new ArgumentException($"{Name} is for {(IsRegression ? "a squared error" : "cross-entropy")}.", nameof(problem));
        var asked = new HashSet<string>();
        var weights = read(name => { asked.Add(name); return settings.TryGetValue(name, out var value) ? value : double.NaN; }, problem);
        if (settings.Keys.FirstOrDefault(name => !asked.Contains(name)) is { } unknown)
            throw new ArgumentException($"{Name} has no setting '{unknown}'; it has {string.Join(", ", asked)}.", nameof(settings));
        return problem.FromHalfForm(weights);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
