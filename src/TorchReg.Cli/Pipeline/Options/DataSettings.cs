using System.ComponentModel.DataAnnotations;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>Which rows are trained on and which are judged by.</summary>
sealed record DataSettings
{
    internal const string Drawn = "drawn";

    /// <summary>
    /// "drawn" for digits drawn in memory, or a folder with MNIST-format files, relative to the working folder. Default "drawn".
    /// </summary>
    [RegularExpression(@"(?s).*\S.*", ErrorMessage = "'drawn' or the path of a folder with MNIST-format files")]
    public string Source { get; init; } = Drawn;

    /// <summary>Rows to train on, from the front; 0 = all that there are. Default 1000: few enough to overfit.</summary>
    [Range(0, 10_000_000)]
    public int TrainRows { get; init; } = 1_000;

    /// <summary>Rows to judge by; 0 = all that there are. Default 2000.</summary>
    [Range(0, 10_000_000)]
    public int TestRows { get; init; } = 2_000;

    /// <summary>
    /// Where the folder holds one half of MNIST only: the share of its rows that training may use. Default 0.8.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double TrainFraction { get; init; } = 0.8;

    /// <summary>Seed of the drawing or of the split. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }
}
