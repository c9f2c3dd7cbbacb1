namespace TorchReg.Training;

/// <summary>What a rule's penalty came to.</summary>
/// <param name="Name">The penalty's name, with λ: "L1(0.001)".</param>
/// <param name="Lambda">λ, without a schedule's factor; null where the penalty has none, or a file of before says none.</param>
/// <param name="Value">P(w), times the schedule's factor.</param>
public readonly record struct PenaltyShare(string Name, double? Lambda, double Value);
