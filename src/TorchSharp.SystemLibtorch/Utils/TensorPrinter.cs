using System.Globalization;
using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Writes a CPU tensor's elements as text; long dimensions are shown with their middle left out.</summary>
internal sealed class TensorPrinter(Tensor tensor, string format, int width, CultureInfo culture, string newLine)
{
    const string Gap = "...";
    readonly long[] shape = tensor.shape;

    internal string Numpy() => Numpy([]);

    /// <summary>The matrices of the last two dimensions, each under its place in the leading ones.</summary>
    internal string Julia() => newLine + string.Join(newLine, Leading([]).Select(place =>
        (place.Length == 0 ? "" : $"[{string.Join(',', place)},..,..] ={newLine}") +
        string.Concat(Table(place).Select(row => Clipped(string.Concat(row.Select(cell => " " + cell))) + newLine))));

    internal string CSharp()
    {
        if (shape.Length == 0) return Cell([]);
        var type = tensor.dtype switch
        {
            ScalarType.Float32 => "float",
            ScalarType.Float64 => "double",
            ScalarType.Int64 => "long",
            ScalarType.Int32 => "int",
            var other => other.ToString().ToLowerInvariant(),
        };
        return $"{type} [{new string(',', shape.Length - 1)}] {Braces([])}";
    }

    string Numpy(long[] place)
    {
        if (place.Length == shape.Length) return Cell(place);
        if (shape.Length - place.Length == 1) return $"[{string.Join(", ", Table(place)[0])}]";
        if (shape.Length - place.Length == 2)
        {
            var rows = Table(place).Select(row => $"[{string.Join(", ", row.Select(cell => cell.TrimStart()))}]");
            return $"[{string.Join(newLine + new string(' ', place.Length + 1), rows)}]";
        }
        var between = newLine + newLine + new string(' ', place.Length + 1);
        return $"[{string.Join(between, Shown(place.Length, Print.Rows).Select(i => i < 0 ? Gap : Numpy([.. place, i])))}]";
    }

    string Braces(long[] place) => place.Length == shape.Length
        ? Cell(place) + (tensor.dtype is ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16 ? "f" : "")
        : $"{{{string.Join(", ", Enumerable.Range(0, (int)shape[place.Length]).Select(i => Braces([.. place, i])))}}}";

    IEnumerable<long[]> Leading(long[] place) => place.Length >= shape.Length - 2
        ? [place]
        : Enumerable.Range(0, (int)shape[place.Length]).SelectMany(i => Leading([.. place, i]));

    /// <summary>A row or matrix of cells, as wide as their columns.</summary>
    List<string[]> Table(long[] place)
    {
        var columns = Shown(shape.Length - 1, Print.Columns);
        var rows = shape.Length - place.Length == 1
            ? [columns.Select(j => j < 0 ? Gap : Cell([.. place, j])).ToArray()]
            : Shown(shape.Length - 2, Print.Rows)
                .Select(i => i < 0 ? [Gap] : columns.Select(j => j < 0 ? Gap : Cell([.. place, i, j])).ToArray()).ToList();
        if (shape.Length - place.Length == 1) return rows;
        var widths = columns.Select((_, j) => rows.Max(row => j < row.Length ? row[j].Length : 0)).ToArray();
        return [.. rows.Select(
            row => row.Select((cell, j) => cell.PadLeft(row.Length == widths.Length ? widths[j] : 0)).ToArray())];
    }

    /// <summary>The places of a dimension that are shown; -1 stands for those left out.</summary>
    long[] Shown(int dimension, int most)
    {
        var (count, half) = (shape[dimension], Math.Max(1, most / 2));
        return count <= most || tensor.NumberOfElements <= 1000
            ? [.. Enumerable.Range(0, (int)count)]
            : [.. Enumerable.Range(0, half), -1, .. Enumerable.Range(0, half).Select(i => count - half + i)];
    }

    string Clipped(string line) => line.Length <= width || width < Gap.Length ? line : line[..(width - Gap.Length)] + Gap;

    string Cell(long[] place)
    {
        using var cell = tensor[place];
        if (tensor.dtype == ScalarType.Bool) return cell.ToBoolean().ToString(culture).ToLowerInvariant();
        if (is_integral(tensor.dtype)) return cell.ToInt64().ToString(culture);
        if (is_complex(tensor.dtype)) return Number(cell.ToComplexFloat64());
        return tensor.dtype == ScalarType.Float64 ? cell.ToDouble().ToString(format, culture)
            : cell.ToSingle().ToString(format, culture);
    }

    string Number(Complex value)
    {
        var (real, imaginary) = (
            ((float)value.Real).ToString(format, culture), ((float)value.Imaginary).ToString(format, culture));
        return value.Imaginary == 0 ? real : value.Real == 0 ? imaginary + "i"
            : $"{real}{(value.Imaginary > 0 ? "+" : "")}{imaginary}i";
    }
}
