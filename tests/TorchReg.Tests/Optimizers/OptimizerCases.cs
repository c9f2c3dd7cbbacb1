using TorchSharp.Modules;

namespace TorchReg.Tests.Optimizers;

/// <summary>Every optimizer of torch's with its options that take part in the objective or in the step's size.</summary>
static class OptimizerCases
{
    public delegate optim.Optimizer Make(IEnumerable<Parameter> parameters, double rate);

    /// <summary>Each with the λ of the (λ/2)‖w‖² that it adds to the objective.</summary>
    public static IReadOnlyDictionary<string, (Make Make, double Decay)> Proximal { get; } =
        new Dictionary<string, (Make, double)>
        {
            ["SGD"] = ((p, η) => optim.SGD(p, η), 0),
            ["SGD, momentum"] = ((p, η) => optim.SGD(p, η, momentum: 0.9), 0),
            ["SGD, momentum and dampening"] = ((p, η) => optim.SGD(p, η, momentum: 0.8, dampening: 0.3), 0),
            ["SGD, Nesterov"] = ((p, η) => optim.SGD(p, η, momentum: 0.9, nesterov: true), 0),
            ["SGD, weight decay"] = ((p, η) => optim.SGD(p, η, momentum: 0.9, weight_decay: 0.2), 0.2),
            ["ASGD"] = ((p, η) => optim.ASGD(p, η, lambd: 0.05), 0.05),
            ["ASGD, weight decay"] = ((p, η) => optim.ASGD(p, η, lambd: 0.05, weight_decay: 0.1), 0.15),
            ["Adam"] = ((p, η) => optim.Adam(p, η), 0),
            ["Adam, betas"] = ((p, η) => optim.Adam(p, η, 0.5, 0.9, eps: 1e-3), 0),
            ["Adam, AMSGrad"] = ((p, η) => optim.Adam(p, η, amsgrad: true), 0),
            ["Adam, weight decay"] = ((p, η) => optim.Adam(p, η, weight_decay: 0.2), 0.2),
            ["AdamW"] = ((p, η) => optim.AdamW(p, η, weight_decay: 0), 0),
            ["AdamW, AMSGrad"] = ((p, η) => optim.AdamW(p, η, weight_decay: 0, amsgrad: true), 0),
            ["NAdam"] = ((p, η) => optim.NAdam(p, η), 0),
            ["NAdam, momentum decay"] = ((p, η) => optim.NAdam(p, η, momentum_decay: 0.5), 0),
            ["NAdam, weight decay"] = ((p, η) => optim.NAdam(p, η, weight_decay: 0.2), 0.2),
            ["RAdam"] = ((p, η) => optim.RAdam(p, η), 0),
            ["RAdam, weight decay"] = ((p, η) => optim.RAdam(p, η, beta2: 0.9, weight_decay: 0.2), 0.2),
            ["Adamax"] = ((p, η) => optim.Adamax(p, η), 0),
            ["Adamax, weight decay"] = ((p, η) => optim.Adamax(p, η, weight_decay: 0.2), 0.2),
            ["RMSProp"] = ((p, η) => optim.RMSProp(p, η), 0),
            ["RMSProp, momentum"] = ((p, η) => optim.RMSProp(p, η, momentum: 0.9), 0),
            ["RMSProp, weight decay"] = ((p, η) => optim.RMSProp(p, η, momentum: 0.5, weight_decay: 0.2), 0.2),
            ["Adagrad"] = ((p, η) => optim.Adagrad(p, η), 0),
            ["Adagrad, rate decay"] = ((p, η) => optim.Adagrad(p, η, lr_decay: 1e-3, initial_accumulator_value: 0.1), 0),
            ["Adagrad, weight decay"] = ((p, η) => optim.Adagrad(p, η, weight_decay: 0.2), 0.2),
        };

    /// <summary>Those whose steps follow no λ, with a word of the reason.</summary>
    public static IReadOnlyDictionary<string, (Make Make, string Reason)> Refused { get; } =
        new Dictionary<string, (Make, string)>
        {
            ["SGD, momentum 1"] = ((p, η) => optim.SGD(p, η, momentum: 1), "never comes to rest"),
            ["SGD, dampening 1"] = ((p, η) => optim.SGD(p, η, momentum: 0.9, dampening: 1), "lets no new gradient in"),
            ["SGD, maximize"] = ((p, η) => optim.SGD(p, η, maximize: true), "minimise the negative"),
            ["Adam, maximize"] = ((p, η) => optim.Adam(p, η, maximize: true), "minimise the negative"),
            ["AdamW, maximize"] = ((p, η) => optim.AdamW(p, η, maximize: true), "minimise the negative"),
            ["ASGD, maximize"] = ((p, η) => optim.ASGD(p, η, maximize: true), "minimise the negative"),
            ["RMSProp, maximize"] = ((p, η) => optim.RMSProp(p, η, maximize: true), "minimise the negative"),
            ["RMSProp, centered"] = ((p, η) => optim.RMSProp(p, η, centered: true), "the gradient's spread"),
            ["Adadelta"] = ((p, η) => optim.Adadelta(p, η), "from its past steps"),
            ["Rprop"] = ((p, η) => optim.Rprop(p, η), "signs alone"),
            ["LBFGS"] = ((p, η) => optim.LBFGS(p, η), "LBFGS, whose step sizes are not known"),
        };

    /// <summary>
    /// RMSProp's momentum holds steps of another v, as long as v grows: what is exact at rest is not from the first step on.
    /// </summary>
    public static TheoryData<string> ExactFromTheStart =>
        [.. Proximal.Keys.Except(["RMSProp, momentum", "RMSProp, weight decay"])];

    public static TheoryData<string> Names => [.. Proximal.Keys];

    public static TheoryData<string> RefusedNames => [.. Refused.Keys];
}
