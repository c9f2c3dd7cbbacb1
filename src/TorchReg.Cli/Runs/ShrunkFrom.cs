namespace TorchReg.Cli.Runs;

/// <summary>The run that a smaller one was made from.</summary>
sealed record ShrunkFrom
{
    /// <summary>The name of its folder.</summary>
    public required string Run { get; init; }

    /// <summary>Of its model.safetensors.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>Numbers in its parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>Inputs that it took.</summary>
    public required int Inputs { get; init; }

    /// <summary>Epochs that the smaller model was trained on without penalties, its zeros held; 0 for none.</summary>
    public int RefitEpochs { get; init; }
}
