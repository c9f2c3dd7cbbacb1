namespace TorchReg.Misuse;

/// <summary>A wrong use, and what the exception's message must say about it.</summary>
sealed record Case(string Name, string Says, Action Run)
{
    internal static Case Of<T>(string name, string says, Func<T> run) => new(name, says, () => _ = run());

    /// <summary>
    /// Tried on the stand-in only: what the package makes of it (no return, the end of the process) stands in
    /// <paramref name="package"/>.
    /// </summary>
    internal static Case OfStandIn(string name, string says, string package, Action run) =>
        new(name, says, run) { Package = package };

    /// <summary>What the package does instead of throwing; null where it throws.</summary>
    internal string? Package { get; private init; }

    /// <summary>A rough use that must do no harm: no exception, no crash.</summary>
    internal static Case Harmless(string name, Action run) => new(name, "", run);

    /// <summary>Harmless on the stand-in only.</summary>
    internal static Case HarmlessOnStandIn(string name, string package, Action run) => new(name, "", run) { Package = package };
}
