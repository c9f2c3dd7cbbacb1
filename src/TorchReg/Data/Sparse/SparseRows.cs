using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>Sparse rows that come one after the other.</summary>
sealed class SparseRows(ScalarType type)
{
    readonly List<int> starts = [0], columns = [];
    readonly List<double> doubles = [];
    readonly List<float> singles = [];
    bool isSorted = true;

    /// <summary>The largest column that was named, with a 0 or another number; −1 before.</summary>
    internal int Largest { get; private set; } = -1;

    internal int Rows => starts.Count - 1;

    bool IsSingle => type == ScalarType.Float32;

    /// <summary>A number of the row in hand; a 0 is left out.</summary>
    internal void Add(int column, double value)
    {
        Largest = Math.Max(Largest, column);
        if (value == 0) return;
        if (columns.Count > starts[^1] && column <= columns[^1]) isSorted = false;
        columns.Add(column);
        if (IsSingle) singles.Add((float)value);
        else doubles.Add(value);
    }

    /// <summary>Ends the row; returns a column that it has twice, −1 where none.</summary>
    internal int EndRow()
    {
        var twice = isSorted ? -1 : Sort();
        isSorted = true;
        starts.Add(columns.Count);
        return twice;
    }

    int Sort()
    {
        var from = starts[^1];
        var own = CollectionsMarshal.AsSpan(columns)[from..];
        if (IsSingle) own.Sort(CollectionsMarshal.AsSpan(singles)[from..]);
        else own.Sort(CollectionsMarshal.AsSpan(doubles)[from..]);
        for (var k = 1; k < own.Length; k++) if (own[k] == own[k - 1]) return own[k];
        return -1;
    }

    /// <summary>All rows.</summary>
    /// <param name="first">What the first column was called.</param>
    /// <param name="width">p.</param>
    internal SparseFeatures Finish(int first, int width)
    {
        if (first != 0) foreach (ref var column in CollectionsMarshal.AsSpan(columns)) column -= first;
        return IsSingle ? new([.. starts], [.. columns], [.. singles], width)
            : new([.. starts], [.. columns], [.. doubles], width);
    }
}
