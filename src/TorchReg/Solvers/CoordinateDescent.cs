using System.Numerics;

namespace TorchReg.Solvers;

/// <summary>
/// min over w within bounds of rᵀ(w − w₀) + ½(w − w₀)ᵀH(w − w₀) + Σᵢ (aᵢ|wᵢ| + bᵢ/2·wᵢ²) by cyclic coordinate descent, exact in
/// each coordinate: wᵢ := clip(S(hᵢᵢwᵢ − rᵢ, aᵢ)/(hᵢᵢ + bᵢ)). r is kept as the gradient of the quadratic part.
/// </summary>
/// <remarks>J. Friedman, T. Hastie, R. Tibshirani, J. Stat. Software 33 (2010), section 2.2 (covariance updates).</remarks>
sealed class CoordinateDescent<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Sweeps over the same entries before they are solved for at once.
    const int Patience = 12, PatienceOfMany = 4;

    ConjugateStep<T>? conjugate;
    internal T[] H = [], W = [], R = [], L1 = [], L2 = [], Lower = [], Upper = [];

    /// <summary>Entries.</summary>
    internal int Count { get; private set; }

    /// <summary>Row length of <see cref="H"/>.</summary>
    internal int Stride { get; private set; }

    internal bool IsBounded { get; set; }

    /// <summary>Whether no entry has a kink or a bound, so that one system gives the minimum.</summary>
    internal bool IsSmooth { get; set; }

    internal void Resize(int count)
    {
        (Count, Stride) = (count, Axpy.Padded(count));
        if (H.Length < Stride * Stride) H = GC.AllocateUninitializedArray<T>(Math.Max(Stride * Stride, 2 * H.Length));
        if (W.Length >= Stride) return;
        (W, R, L1, L2, Lower, Upper) = (new T[Stride], new T[Stride], new T[Stride], new T[Stride], new T[Stride], new T[Stride]);
    }

    /// <summary>What the entries are, whatever places they have; asked for where there are many.</summary>
    internal int[] Keys { get; set; } = [];

    /// <summary>Other numbers are in the matrix than those of the same keys before.</summary>
    internal void Forget() => conjugate?.Forget();

    /// <summary>Makes room for more entries after those that are there.</summary>
    /// <returns>Whether what is there stays.</returns>
    internal bool Extend(int count)
    {
        if (count > Stride) return false;
        Count = count;
        return true;
    }

    /// <summary>Sweeps over the entries that are not 0 until they rest, then over all, until a whole sweep rests.</summary>
    /// <param name="tolerance">A sweep rests where all (hᵢᵢ + bᵢ)|Δwᵢ| are at most this.</param>
    /// <param name="most">Sweeps to take at most.</param>
    /// <returns>Sweeps taken.</returns>
    internal int Solve(T tolerance, int most)
    {
        var sweeps = 0;
        if (IsSmooth && typeof(T) == typeof(double)) ActiveSetStep.Take(this);
        while (sweeps < most)
        {
            sweeps++;
            if (Sweep(nonZerosOnly: false) <= tolerance) break;
            for (var creeping = 1; sweeps < most; creeping++)
            {
                sweeps++;
                if (Sweep(nonZerosOnly: true) <= tolerance) break;
                if (typeof(T) == typeof(float) && creeping % PatienceOfMany == 0) Conjugate(tolerance);
                if (creeping % Patience == 0 && typeof(T) == typeof(double)) ActiveSetStep.Take(this);
            }
        }
        return sweeps;
    }

    void Conjugate(T tolerance)
    {
        if (Keys.Length < Count) Keys = [.. Enumerable.Range(0, Count)];
        (conjugate ??= new(this)).Take(tolerance);
    }

    T Sweep(bool nonZerosOnly)
    {
        var largest = T.Zero;
        var r = R.AsSpan(0, Stride);
        for (var i = 0; i < Count; i++)
        {
            var old = W[i];
            if (nonZerosOnly && old == T.Zero) continue;
            var curvature = H[i * Stride + i];
            var z = curvature * old - r[i];
            var next = T.Abs(z) <= L1[i] ? T.Zero : (z > T.Zero ? z - L1[i] : z + L1[i]) / (curvature + L2[i]);
            if (IsBounded) next = T.Min(T.Max(next, Lower[i]), Upper[i]);
            var change = next - old;
            if (change == T.Zero || curvature + L2[i] <= T.Zero) continue;
            W[i] = next;
            Axpy.Add(change, H.AsSpan(i * Stride, Stride), r);
            if (T.Abs(change) * (curvature + L2[i]) is var size && size > largest) largest = size;
        }
        return largest;
    }
}
