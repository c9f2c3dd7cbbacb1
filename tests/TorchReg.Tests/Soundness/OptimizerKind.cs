using TorchReg.Tests.TorchApi;
using TorchSharp.Modules;

namespace TorchReg.Tests.Soundness;

/// <summary>An optimizer with its options, and what they add to the objective.</summary>
/// <param name="Name">Class and options.</param>
/// <param name="Make">Makes it, with a rate that converges on a matrix problem.</param>
sealed record OptimizerKind(string Name, Func<IEnumerable<Parameter>, optim.Optimizer> Make)
{
    /// <summary>A weight decay that joins the gradient: (decay/2)‖w‖² over all parameters is part of J.</summary>
    public double Decay { get; init; }

    /// <summary>
    /// A weight decay apart from the gradient, AdamW's: it has no J under a metric, so only single steps are judged.
    /// </summary>
    public bool DecaysApart { get; init; }

    /// <summary>
    /// A step size per element: decay apart and projections of whole norms don't minimise J there by their definition.
    /// </summary>
    public bool IsAdaptive { get; init; } = true;

    public bool Maximizes { get; init; }

    /// <summary>Its update of one weight in plain doubles; null where only its optimum is judged.</summary>
    public Func<OptimizerRules.Rule>? Rule { get; init; }

    /// <summary>
    /// Its step size of one weight in plain doubles; null where steps have a memory, so that only the optimum is judged.
    /// </summary>
    public Func<StepSize>? Steps { get; init; }

    public bool HasMomentum => Name.Contains("momentum", StringComparison.Ordinal)
        || Name.Contains("Nesterov", StringComparison.Ordinal);

    public string Class => Name.Split(' ')[0];

    public override string ToString() => Name;
}

// Rates that converge at curvatures up to 2.5, where an adaptive step's spread has fallen to its ε.
static class OptimizerKinds
{
    const double Decay = 0.2;

    public static OptimizerKind[] All { get; } =
    [
        Sgd("SGD"),
        Sgd("SGD momentum", 0.5),
        Sgd("SGD Nesterov", 0.5, nesterov: true),
        Sgd("SGD momentum, dampening", 0.5, 0.3),
        Sgd("SGD momentum, dampening = momentum", 0.5, 0.5),
        Sgd("SGD weight decay", decay: Decay),
        Sgd("SGD momentum, weight decay", 0.5, decay: Decay),
        Sgd("SGD Nesterov, weight decay", 0.5, nesterov: true, decay: Decay),
        Sgd("SGD maximize", maximize: true),
        Sgd("SGD momentum, maximize", 0.5, maximize: true),
        new("Adam", p => optim.Adam(p, 0.15, 0.5, 0.95, 0.1))
        { Rule = () => OptimizerRules.Adam(0.15, 0.5, 0.95, 0.1), Steps = () => StepSizes.Adam(0.15, 0.95, 0.1) },
        new("Adam amsgrad", p => optim.Adam(p, 0.15, 0.5, 0.95, 0.1, amsgrad: true))
        { Rule = () => OptimizerRules.Adam(0.15, 0.5, 0.95, 0.1, amsgrad: true),
            Steps = () => StepSizes.Adam(0.15, 0.95, 0.1, amsgrad: true) },
        new("Adam weight decay", p => optim.Adam(p, 0.15, 0.5, 0.95, 0.1, Decay)) { Decay = Decay },
        new("Adam amsgrad, weight decay", p => optim.Adam(p, 0.15, 0.5, 0.95, 0.1, Decay, amsgrad: true)) { Decay = Decay },
        new("Adam maximize", p => optim.Adam(p, 0.15, 0.5, 0.95, 0.1, maximize: true)) { Maximizes = true },
        new("AdamW", p => optim.AdamW(p, 0.15, 0.5, 0.95, 0.1, 0)),
        new("AdamW amsgrad", p => optim.AdamW(p, 0.15, 0.5, 0.95, 0.1, 0, amsgrad: true)),
        new("AdamW weight decay", p => optim.AdamW(p, 0.15, 0.5, 0.95, 0.1, Decay))
        { DecaysApart = true, Rule = () => OptimizerRules.Adam(0.15, 0.5, 0.95, 0.1, Decay, decoupled: true),
            Steps = () => StepSizes.Adam(0.15, 0.95, 0.1) },
        new("RMSProp", p => optim.RMSProp(p, 0.15, 0.9, 0.2))
        { Rule = () => OptimizerRules.RmsProp(0.15, 0.9, 0.2), Steps = () => StepSizes.RmsProp(0.15, 0.9, 0.2) },
        new("RMSProp centered", p => optim.RMSProp(p, 0.15, 0.9, 0.2, centered: true)),
        new("RMSProp momentum", p => optim.RMSProp(p, 0.07, 0.9, 0.1, momentum: 0.5)),
        new("RMSProp momentum, centered", p => optim.RMSProp(p, 0.07, 0.9, 0.1, momentum: 0.5, centered: true)),
        new("RMSProp weight decay", p => optim.RMSProp(p, 0.15, 0.9, 0.2, Decay)) { Decay = Decay },
        new("RMSProp momentum, weight decay", p => optim.RMSProp(p, 0.07, 0.9, 0.1, Decay, 0.5)) { Decay = Decay },
        new("RMSProp maximize", p => optim.RMSProp(p, 0.15, 0.9, 0.2, maximize: true)) { Maximizes = true },
        new("Adagrad", p => optim.Adagrad(p, 1, eps: 0.1)),
        new("Adagrad lr_decay", p => optim.Adagrad(p, 1, 0.001, eps: 0.1))
        { Rule = () => OptimizerRules.Adagrad(1, 0.001, eps: 0.1), Steps = () => StepSizes.Adagrad(1, 0.001, 0.1) },
        new("Adagrad initial accumulator, weight decay", p => optim.Adagrad(p, 1, 0, Decay, 0.1, 0.1)) { Decay = Decay },
        new("Adadelta", p => optim.Adadelta(p, 0.5, 0.9, 0.05)) { Rule = () => OptimizerRules.Adadelta(0.5, 0.9, 0.05) },
        new("Adadelta weight decay", p => optim.Adadelta(p, 0.5, 0.9, 0.05, Decay)) { Decay = Decay },
        new("Adamax", p => optim.Adamax(p, 0.15, 0.5, 0.95, 0.1)) { Rule = () => OptimizerRules.Adamax(0.15, 0.5, 0.95, 0.1) },
        new("Adamax weight decay", p => optim.Adamax(p, 0.15, 0.5, 0.95, 0.1, Decay)) { Decay = Decay },
        new("NAdam", p => optim.NAdam(p, 0.1, 0.5, 0.95, 0.1)),
        new("NAdam weight decay", p => optim.NAdam(p, 0.1, 0.5, 0.95, 0.1, Decay)) { Decay = Decay },
        new("RAdam", p => optim.RAdam(p, 0.2, 0.5, 0.9, 0.1)),
        new("RAdam weight decay", p => optim.RAdam(p, 0.2, 0.5, 0.9, 0.1, Decay)) { Decay = Decay },
        new("ASGD", p => optim.ASGD(p, 0.7, 0)) { IsAdaptive = false },
        new("ASGD weight decay", p => optim.ASGD(p, 0.7, 0, weight_decay: Decay)) { IsAdaptive = false, Decay = Decay },
        new("Rprop", p => optim.Rprop(p, 0.01, min_step: 1e-14, max_step: 0.5)),
        new("LBFGS", p => optim.LBFGS(p, 1, 20, tolerange_grad: 1e-13, tolerance_change: 1e-15)),
    ];

    public static OptimizerKind Named(string name) => All.First(kind => kind.Name == name);

    static OptimizerKind Sgd(string name, double momentum = 0, double dampening = 0, double decay = 0, bool nesterov = false,
        bool maximize = false)
    {
        var rate = momentum == 0 ? 0.7 : 0.5;
        return new(name, p => optim.SGD(p, rate, momentum, dampening, decay, nesterov, maximize))
        {
            Decay = decay,
            IsAdaptive = false,
            Maximizes = maximize,
            Rule = () => OptimizerRules.Sgd(rate, momentum, dampening, decay, nesterov, maximize),
            Steps = () => StepSizes.OfRule(OptimizerRules.Sgd(rate, momentum, dampening, 0, nesterov)),
        };
    }
}
