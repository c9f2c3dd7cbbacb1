namespace TorchReg.Optimizers;

/// <summary>
/// The numbers that optimizers by name are made of, beside the learning rate and the weight decay that all take.
/// </summary>
[Flags]
enum OptimizerArgument
{
    None = 0,
    Momentum = 1,
    Nesterov = 2,
    Betas = 4,
    Epsilon = 8,
    WeightDecay = 16,
}

/// <summary>
/// What <see cref="OptimizerAdapter.Create"/> makes an optimizer of; it reads what <see cref="OptimizerAdapter.Takes"/> says.
/// </summary>
sealed record OptimizerArguments
{
    internal double Momentum { get; init; }

    internal bool Nesterov { get; init; }

    internal double Beta1 { get; init; } = 0.9;

    internal double Beta2 { get; init; } = 0.999;

    /// <summary>ε; null: torch's default.</summary>
    internal double? Epsilon { get; init; }

    internal double WeightDecay { get; init; }
}
