using System.Globalization;

namespace TorchSharp;

public enum TensorStringStyle { Metadata, Julia, Numpy, CSharp, Default }

public static partial class torch
{
    public const TensorStringStyle julia = TensorStringStyle.Julia, numpy = TensorStringStyle.Numpy,
        csharp = TensorStringStyle.CSharp;

    static TensorStringStyle style = TensorStringStyle.Julia;

    internal static (
        string Format, string NewLine, int Width, int Rows, int Columns) Print = ("g5", Environment.NewLine, 100, 6, 6);

    /// <summary>How str() and print() show tensors where no style is given.</summary>
    public static TensorStringStyle TensorStringStyle
    {
        get => style;
        set =>
            style = value != TensorStringStyle.Default ? value
                : throw new ArgumentException("The style cannot be set to 'Default'");
    }

    public static void set_printoptions(
        int precision, int? linewidth = null, string? newLine = null, bool sci_mode = false, int? maxRows = null,
        int? maxColumns = null) =>
        set_printoptions(null, $"{(sci_mode ? 'E' : 'F')}{precision}", linewidth, newLine, maxRows, maxColumns);

    public static void set_printoptions(
        TensorStringStyle? style = null, string? floatFormat = null, int? linewidth = null, string? newLine = null,
        int? maxRows = null, int? maxColumns = null)
    {
        if (style is { } wanted) TensorStringStyle = wanted;
        Print = (
            floatFormat ?? Print.Format, newLine ?? Print.NewLine, linewidth ?? Print.Width, maxRows ?? Print.Rows,
            maxColumns ?? Print.Columns);
    }

    public partial class Tensor
    {
        public override string ToString() => ToString(TensorStringStyle.Metadata);

        public string ToString(
            bool disamb, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            ToString(disamb ? TensorStringStyle.Julia : TensorStringStyle.Metadata, fltFormat, width, cultureInfo, newLine);

        public string ToString(
            TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null,
            string? newLine = null)
        {
            if (style == TensorStringStyle.Default) style = torch.TensorStringStyle;
            var shape = string.Join('x', this.shape);
            var head = $"[{shape}], type = {dtype}, device = {device}";
            if (style == TensorStringStyle.Metadata || is_meta) return head;
            using var here = detach().cpu();
            var print = new TensorPrinter(
                here, fltFormat ?? Print.Format, width ?? Print.Width, cultureInfo ?? CultureInfo.CurrentCulture,
                newLine ?? Print.NewLine);
            return style switch
            {
                TensorStringStyle.Numpy => print.Numpy(),
                TensorStringStyle.CSharp => $"{head}, value = {print.CSharp()}",
                _ => Dimensions == 0 ? $"{head}, value = {print.Numpy()}" : head + print.Julia(),
            };
        }
    }
}

public static partial class TensorExtensionMethods
{
    public static string str(
        this torch.Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null,
        CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default) =>
        tensor.ToString(style, fltFormat, width, cultureInfo, newLine);

    public static string jlstr(
        this torch.Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null,
        CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Julia, fltFormat, width, cultureInfo, newLine);

    public static string npstr(
        this torch.Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null,
        CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Numpy, fltFormat, width, cultureInfo, newLine);

    public static string cstr(
        this torch.Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null,
        CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.CSharp, fltFormat, width, cultureInfo, newLine);

    public static string metastr(this torch.Tensor tensor) => tensor.ToString(TensorStringStyle.Metadata);

    public static torch.Tensor print(
        this torch.Tensor t, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null,
        TensorStringStyle style = TensorStringStyle.Default)
    {
        Console.WriteLine(t.ToString(style, fltFormat, width, cultureInfo, newLine));
        return t;
    }
}
