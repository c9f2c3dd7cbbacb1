namespace TorchReg.Tests.Soundness;

/// <summary>What stands in a loop. The library's, or, to show that the matrix sees defects, wrong ones.</summary>
abstract class Lines : IDisposable
{
    public abstract Regularization? Regularization { get; }
    public abstract Tensor? Value();
    public abstract void AddGradients();
    public abstract void DecoupledStep(optim.Optimizer optimizer);
    public abstract void ProximalStep(optim.Optimizer optimizer);
    public virtual void Dispose() { }
}

/// <summary>The library's lines.</summary>
class LibraryLines(Regularization regularization) : Lines
{
    public override Regularization Regularization => regularization;
    public override Tensor? Value() => regularization.ActsInLoss ? regularization.Value() : null;
    public override void AddGradients() => regularization.AddGradients();
    public override void DecoupledStep(optim.Optimizer optimizer) => regularization.DecoupledStep(optimizer);
    public override void ProximalStep(optim.Optimizer optimizer) => regularization.ProximalStep(optimizer);
    public override void Dispose() => regularization.Dispose();

    public static Lines Attach(Problem problem, Acting[] rules, Circumstances with) =>
        new LibraryLines(new Regularization(problem.Model, Rules(problem, rules, with)) { OnWarning = _ => { } });

    public static Rule[] Rules(Problem problem, Acting[] rules, Circumstances with) => [.. Placed(problem, rules).Select(rule =>
        with.IsScheduled && !rule.Penalty.IsConstraint ? rule with { Schedule = with.Scale } : rule), .. Activity(with)];

    static IEnumerable<Rule> Placed(Problem problem, Acting[] rules) =>
        rules.Select(rule => new Rule(rule.Kind.Library(problem.Penalised, rule.Lambda, problem.Type), problem.On, rule.Mode));

    static IEnumerable<Rule> Activity(Circumstances with)
    {
        if (with.Activity == 0) yield break;
        var rule = Rule.OnActivations("layer", new L2(with.Activity));
        yield return with.IsScheduled ? rule with { Schedule = with.Scale } : rule;
    }
}
