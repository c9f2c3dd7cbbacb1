using System.Numerics;
using TorchReg.Kernels;
using TorchReg.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// The Hessian of the data loss at reference means p, over the entries (k, j) of W that were ever asked for:
/// H_(k,j),(l,m) = Σᵢ qᵢ xᵢⱼ xᵢₘ p_ik(δ_kl − p_il) for coupled outputs; Σᵢ qᵢ xᵢⱼxᵢₘ vᵢ with the loss's curvature v for one
/// output. Entries are numbered k·columns + j. Grown by rows and columns, emptied when the reference moves.
/// </summary>
sealed class HessianStore<T>(Datafit datafit, Tensor xt, int outputs) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const int Chunk = 192, Start = 256;

    readonly long columns = xt.shape[0];
    readonly int[] positions = [.. Enumerable.Repeat(-1, outputs * (int)xt.shape[0])];
    readonly GrowingRows left = new(xt), raw = new(xt);
    readonly GrowingRows[] ofClass = [.. Enumerable.Range(0, outputs).Select(_ => new GrowingRows(xt))];
    readonly List<int>[] membersOfClass = [.. Enumerable.Range(0, outputs).Select(_ => new List<int>())];
    Tensor h = empty([Start, Start], dtype: HostMemory.TypeOf<T>()).DetachFromDisposeScope();
    Tensor? reference, shares;

    internal int Count { get; private set; }

    /// <summary>How often the store was emptied: between two times its numbers stay as they are.</summary>
    internal int Version { get; private set; }

    /// <summary>Row length of <see cref="Rows"/>.</summary>
    internal int Stride => (int)h.shape[1];

    internal Span<T> Rows => HostMemory.Of<T>(h);

    internal int Position(int entry) => positions[entry];

    /// <summary>Empties the store.</summary>
    /// <param name="means">Outputs × n, E[y|z] where the Hessian is taken.</param>
    /// <param name="y">Outputs × n targets.</param>
    /// <param name="rowShares">n shares.</param>
    internal void Reset(Tensor means, Tensor y, Tensor rowShares)
    {
        using var scope = NewDisposeScope();
        reference?.Dispose();
        shares?.Dispose();
        reference = (datafit.IsCoupled ? means : datafit.Curvature(means, y)!).clone().DetachFromDisposeScope();
        shares = rowShares.clone().DetachFromDisposeScope();
        Array.Fill(positions, -1);
        Count = 0;
        Version++;
        left.Count = raw.Count = 0;
        foreach (var rowsOfClass in ofClass) rowsOfClass.Count = 0;
        foreach (var members in membersOfClass) members.Clear();
    }

    /// <summary>What the residuals change by in this Hessian's model where the logits change by this, … × n.</summary>
    internal Tensor Change(Tensor logits) => datafit.IsCoupled
        ? (logits - (logits * reference!).sum([-2L], keepdim: true)).mul_(reference!)
        : logits * reference!;

    /// <summary>Adds the entries that are not in the store yet.</summary>
    internal void Ensure(IEnumerable<int> entries)
    {
        var missing = entries.Where(e => positions[e] < 0).Distinct().Order().ToArray();
        for (var start = 0; start < missing.Length; start += Chunk)
            Append(missing[start..Math.Min(start + Chunk, missing.Length)]);
    }

    void Append(int[] entries)
    {
        using var scope = NewDisposeScope();
        var (first, count) = (Count, entries.Length);
        Grow(first + count);
        var x = xt.index_select(0, Index(entries, e => e % columns));
        var p = outputs == 1 ? reference! : reference!.index_select(0, Index(entries, e => e / columns));
        var u = x * p;
        var weighted = u * shares!;
        for (var i = 0; i < count; i++) positions[entries[i]] = first + i;
        Tensor block;
        if (outputs == 1)
        {
            raw.Add(x);
            block = weighted.matmul(raw.Rows.t());
        }
        else
        {
            left.Add(u);
            block = weighted.matmul(left.Rows.t()).neg_();
            if (block.device_type != DeviceType.CPU) block = block.cpu();
            AddOwnClasses(entries, first, x, weighted, block);
        }
        Place(block.cpu(), first, count);
        Count += count;
    }

    // The pairs of one class have p_k·xx′ besides the −p_k²·xx′ that all pairs have.
    void AddOwnClasses(int[] entries, int first, Tensor x, Tensor weighted, Tensor block)
    {
        var width = first + entries.Length;
        for (int start = 0, end; start < entries.Length; start = end)
        {
            var k = (int)(entries[start] / columns);
            for (end = start; end < entries.Length && entries[end] / columns == k;) end++;
            ofClass[k].Add(x.narrow(0, start, end - start));
            membersOfClass[k].AddRange(Enumerable.Range(first + start, end - start));
            var own = weighted.narrow(0, start, end - start).matmul(ofClass[k].Rows.t()).cpu();
            var from = HostMemory.Of<T>(own);
            var to = HostMemory.Of<T>(block);
            var members = membersOfClass[k];
            for (var i = 0; i < end - start; i++)
                for (var m = 0; m < members.Count; m++)
                    to[(start + i) * width + members[m]] += from[i * members.Count + m];
        }
    }

    void Place(Tensor block, int first, int count)
    {
        h.narrow(0, first, count).narrow(1, 0, first + count).copy_(block);
        if (first > 0) h.narrow(0, 0, first).narrow(1, first, count).copy_(block.narrow(1, 0, first).t());
        // A little more on the diagonal keeps coordinate descent off the directions that have no curvature.
        var numbers = Rows;
        var share = HostMemory.Number<T>(typeof(T) == typeof(float) ? 1e-6 : 1e-12);
        for (var i = first; i < first + count; i++) numbers[i * Stride + i] += numbers[i * Stride + i] * share;
    }

    void Grow(int needed)
    {
        if (needed <= Stride) return;
        var larger = empty([Math.Max(needed, 2L * Stride), Math.Max(needed, 2L * Stride)], dtype: h.dtype);
        if (Count > 0) larger.narrow(0, 0, Count).narrow(1, 0, Count).copy_(h.narrow(0, 0, Count).narrow(1, 0, Count));
        h.Dispose();
        h = larger.DetachFromDisposeScope();
    }

    Tensor Index(int[] entries, Func<int, long> of) => tensor(Array.ConvertAll(entries, e => of(e)), device: xt.device);

    public void Dispose()
    {
        h.Dispose();
        reference?.Dispose();
        shares?.Dispose();
        left.Dispose();
        raw.Dispose();
        foreach (var rowsOfClass in ofClass) rowsOfClass.Dispose();
    }
}
