using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// The Cholesky factor L of a Gram matrix over some of its positions, L Lᵀ = H + diag(added): a position more is a row more, one
/// less is a row out and rotations of those below it.
/// </summary>
/// <remarks>P. E. Gill, G. H. Golub, W. Murray, M. A. Saunders, Math. Comp. 28 (1974), p. 505.</remarks>
/// <param name="leastPivot">The share of its diagonal that a pivot is at least.</param>
sealed class ActiveFactor(double leastPivot = 1e-11)
{
    readonly List<int> members = [];
    readonly List<double> added = [];
    double[] rows = [], right = [], cosines = [], sines = [];
    int stride;

    /// <summary>The positions, in the order of rows.</summary>
    internal IReadOnlyList<int> Members => members;

    /// <summary>What was added to the diagonal for each.</summary>
    internal IReadOnlyList<double> Added => added;

    internal void Clear()
    {
        members.Clear();
        added.Clear();
    }

    /// <summary>Adds a position.</summary>
    /// <returns>False where its column depends on those that are in already.</returns>
    internal bool Append(GramStore gram, int position, double more)
    {
        var count = members.Count;
        Grow(count + 1);
        var row = rows.AsSpan(count * stride, count + 1);
        var own = gram.Row(position);
        for (var i = 0; i < count; i++)
        {
            var above = rows.AsSpan(i * stride, i + 1);
            row[i] = (own[members[i]] - RowLoops.Dot(above[..i], row[..i])) / above[i];
        }
        var diagonal = own[position] + more;
        var pivot = diagonal - RowLoops.Dot(row[..count], row[..count]);
        if (!(diagonal > 0 && pivot > leastPivot * diagonal)) return false;
        row[count] = Math.Sqrt(pivot);
        members.Add(position);
        added.Add(more);
        return true;
    }

    /// <summary>Takes the member at a place out.</summary>
    internal void RemoveAt(int place)
    {
        var count = members.Count;
        members.RemoveAt(place);
        added.RemoveAt(place);
        for (var i = place + 1; i < count; i++) Rotate(i, place);
    }

    // Row i moves up by one; the number that its old diagonal had is rotated away.
    void Rotate(int i, int place)
    {
        var from = rows.AsSpan(i * stride, i + 1);
        var to = rows.AsSpan((i - 1) * stride, i);
        from[..place].CopyTo(to);
        var carried = from[place];
        for (var k = place; k < i - 1; k++)
        {
            var (c, s, next) = (cosines[k], sines[k], from[k + 1]);
            to[k] = c * carried + s * next;
            carried = c * next - s * carried;
        }
        var length = double.Hypot(carried, from[i]);
        (cosines[i - 1], sines[i - 1]) = (carried / length, from[i] / length);
        to[i - 1] = length;
    }

    /// <summary>x := (L Lᵀ)⁻¹ x, in the order of members.</summary>
    internal void Solve(Span<double> x)
    {
        for (var i = 0; i < members.Count; i++)
        {
            var row = rows.AsSpan(i * stride, i + 1);
            x[i] = (x[i] - RowLoops.Dot(row[..i], x[..i])) / row[i];
        }
        for (var i = members.Count - 1; i >= 0; i--)
        {
            var row = rows.AsSpan(i * stride, i + 1);
            x[i] /= row[i];
            RowLoops.Add(-x[i], row[..i], x[..i]);
        }
    }

    void Grow(int needed)
    {
        if (needed <= stride) return;
        var size = Math.Max(64, Math.Max(needed, stride * 2));
        var larger = new double[size * size];
        for (var i = 0; i < members.Count; i++) rows.AsSpan(i * stride, i + 1).CopyTo(larger.AsSpan(i * size));
        (rows, stride) = (larger, size);
        Array.Resize(ref right, size);
        Array.Resize(ref cosines, size);
        Array.Resize(ref sines, size);
    }
}
