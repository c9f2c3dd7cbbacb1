namespace TorchReg.Figures;

/// <summary>What an axis shows and how.</summary>
/// <param name="Title">The quantity with its unit; empty for none.</param>
public sealed record Axis(string Title = "")
{
    /// <summary>Equal ratios at equal distances; numbers that are not above 0 are left out. Default: false.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Numbers are counts: no tick lies between two of them. Of a linear axis. Default: false.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The larger numbers come first. Default: false.</summary>
    public bool IsReversed { get; init; }

    /// <summary>Where it begins. Default: at the least number.</summary>
    public double? From { get; init; }

    /// <summary>Where it ends. Default: at the largest number.</summary>
    public double? To { get; init; }

    /// <summary>A linear axis of that title.</summary>
    public static implicit operator Axis(string title) => new(title);
}
