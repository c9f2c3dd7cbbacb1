namespace TorchReg.Cli.Select;

/// <summary>Which fit of the path becomes the model.</summary>
/// <param name="IsOneStandardError">λ.1se in place of λ.min.</param>
/// <param name="IsRelaxed">Refitted without a penalty on the columns that are chosen.</param>
sealed record ChoiceRule(bool IsOneStandardError, bool IsRelaxed)
{
    /// <summary>As LinearModels calls it: "lambda.min", "relaxed.1se".</summary>
    internal string Name => $"{(IsRelaxed ? "relaxed" : "lambda")}.{(IsOneStandardError ? "1se" : "min")}";

    /// <summary>On the screen: "λ.min", "λ.1se, relaxed".</summary>
    internal string Words => $"λ.{(IsOneStandardError ? "1se" : "min")}{(IsRelaxed ? ", relaxed" : "")}";
}
