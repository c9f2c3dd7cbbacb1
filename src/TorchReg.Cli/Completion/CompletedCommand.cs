namespace TorchReg.Cli.Completion;

/// <summary>A word that a shell offers, and what it means, in a line.</summary>
sealed record Candidate(string Text, string Meaning);

/// <summary>What may stand behind an option, after the = of a setting, or, without a name, as an argument.</summary>
/// <param name="Name">--data, --optimizer.kind, or empty.</param>
/// <param name="Texts">Words, and the marks of <see cref="Host.CompletedPath"/>.</param>
sealed record CompletedValues(string Name, IReadOnlyList<string> Texts);

/// <summary>A command of torchreg as a shell completes it.</summary>
/// <param name="Path">"sweep status"; empty for torchreg itself.</param>
/// <param name="Commands">The commands below it.</param>
/// <param name="Options">Options, settings' short names with =, and groups of settings with a dot.</param>
/// <param name="Keys">Settings by their full keys, with =.</param>
/// <param name="Values">What follows each.</param>
sealed record CompletedCommand(
    string Path,
    IReadOnlyList<Candidate> Commands,
    IReadOnlyList<Candidate> Options,
    IReadOnlyList<Candidate> Keys,
    IReadOnlyList<CompletedValues> Values);
