namespace TorchReg.Misuse;

/// <summary>A wrong use, and what the exception's message must say about it.</summary>
sealed record Case(string Name, string Says, Action Run)
{
    internal static Case Of<T>(string name, string says, Func<T> run) => new(name, says, () => _ = run());

    /// <summary>A rough use that must do no harm: no exception, no crash.</summary>
    internal static Case Harmless(string name, Action run) => new(name, "", run);
}
