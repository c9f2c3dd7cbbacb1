namespace TorchReg.Articles;

/// <summary>Which switches a program takes beside --lang and --small; any other is an error that says so.</summary>
[Flags]
public enum Uses
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>--data and --rows: it works on digits.</summary>
    Digits = 1,

    /// <summary>--plot: it draws.</summary>
    Plot = 2,

    /// <summary>--variant: it has a part as written and a corrected one.</summary>
    Variant = 4,

    /// <summary>--device: its models are trained where that says.</summary>
    Device = 8,
}
