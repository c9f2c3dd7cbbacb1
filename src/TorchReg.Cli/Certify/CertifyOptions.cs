namespace TorchReg.Cli.Certify;

/// <summary>What was typed after torchreg certify; null where nothing was.</summary>
/// <param name="Model">The file of the model.</param>
/// <param name="Data">--data: the file of the rows that it was fitted to.</param>
/// <param name="Target">--target.</param>
/// <param name="Dialect">--dialect: the system, or one of its dialects.</param>
/// <param name="Loss">--loss.</param>
/// <param name="Layer">--layer, of a file with several.</param>
/// <param name="Intercept">--intercept.</param>
/// <param name="Standardize">--standardize.</param>
/// <param name="Missing">--missing.</param>
/// <param name="Within">--within.</param>
/// <param name="Settings">The system's own numbers by their names there, as texts.</param>
sealed record CertifyOptions(
    string Model,
    string? Data,
    string? Target,
    string? Dialect,
    string? Loss,
    string? Layer,
    string? Intercept,
    string? Standardize,
    string? Missing,
    string? Within,
    IReadOnlyDictionary<string, string> Settings);
