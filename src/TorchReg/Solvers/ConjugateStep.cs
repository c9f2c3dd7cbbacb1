using System.Numerics;
using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// Where coordinate descent creeps on many entries: conjugate gradients on those that are not 0 and inside their bounds, their
/// signs fixed, H_AA d = −(r + a·sign w + b·w)_A, to a part of the tolerance; entries whose sign would change end at 0, where the
/// objective falls by that, else all go as far as no sign changes.
/// </summary>
/// <remarks>
/// J. Nocedal, S. Wright, Numerical Optimization, 2nd ed., algorithm 5.3 (preconditioned by the diagonal) and section 16.7
/// (projected steps).
/// </remarks>
sealed class ConjugateStep<T>(CoordinateDescent<T> descent) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const int Most = 60;
    static readonly T part = HostMemory.Number<T>(0.3);

    readonly List<int> active = [];
    readonly InversePieces<T> pieces = new();
    T[] d = [], r = [], z = [], p = [], hp = [];

    /// <summary>Another matrix is there.</summary>
    internal void Forget() => pieces.Forget();

    /// <summary>Takes the step.</summary>
    /// <param name="tolerance">How far from optimal the sweeps may end.</param>
    internal void Take(T tolerance)
    {
        active.Clear();
        for (var i = 0; i < descent.Count; i++)
            if (IsInside(i)) active.Add(i);
        if (active.Count < 2) return;
        if (d.Length < descent.Stride) (d, r, z, p, hp) = (New(), New(), New(), New(), New());
        foreach (var vector in new[] { d, r, z, p, hp }) Array.Clear(vector);
        pieces.Renew(active, descent.Keys, descent.H, descent.Stride, descent.L2);
        Solve(part * tolerance);
        if (!Move(T.One, isProjected: true)) Move(Longest(), isProjected: false);
    }

    T[] New() => new T[descent.Stride];

    bool IsInside(int i)
    {
        var w = descent.W[i];
        if (w == T.Zero) return descent.L1[i] == T.Zero && !descent.IsBounded;
        return !descent.IsBounded || w > descent.Lower[i] && w < descent.Upper[i];
    }

    void Solve(T tolerance)
    {
        var (rz, most) = (T.Zero, Math.Min(Most, active.Count));
        foreach (var i in active)
        {
            r[i] = -(descent.R[i] + descent.L1[i] * HostMemory.Number<T>(T.Sign(descent.W[i])) + descent.L2[i] * descent.W[i]);
        }
        pieces.Apply(r, z);
        foreach (var i in active)
        {
            p[i] = z[i];
            rz += r[i] * z[i];
        }
        for (var taken = 0; taken < most; taken++)
        {
            Array.Clear(hp);
            SymmetricProduct.Add(p, active, descent.H, descent.Stride, hp);
            foreach (var i in active) hp[i] += descent.L2[i] * p[i];
            var curvature = T.Zero;
            foreach (var i in active) curvature += p[i] * hp[i];
            if (!(curvature > T.Zero)) return;
            var (length, largest, next) = (rz / curvature, T.Zero, T.Zero);
            foreach (var i in active)
            {
                d[i] += length * p[i];
                r[i] -= length * hp[i];
                largest = T.Max(largest, T.Abs(r[i]));
            }
            if (largest <= tolerance) return;
            pieces.Apply(r, z);
            foreach (var i in active) next += r[i] * z[i];
            foreach (var i in active) p[i] = z[i] + next / rz * p[i];
            rz = next;
        }
    }

    // target := (H + b)v.
    void Multiply(T[] v, T[] target)
    {
        Array.Clear(target);
        Axpy.AddRows(v, active, descent.H, descent.Stride, target.AsSpan(0, descent.Stride));
        foreach (var i in active) target[i] += descent.L2[i] * v[i];
    }

    // Along d, as far as told; whether the objective fell.
    bool Move(T length, bool isProjected)
    {
        Array.Clear(p);
        var change = T.Zero;
        foreach (var i in active)
        {
            var (w, next) = (descent.W[i], descent.W[i] + length * d[i]);
            if (descent.L1[i] != T.Zero && (isProjected ? next * w < T.Zero : length < T.One && T.Abs(next) <= T.Abs(w) * small))
                next = T.Zero;
            if (descent.IsBounded) next = T.Min(T.Max(next, descent.Lower[i]), descent.Upper[i]);
            p[i] = next - w;
            change += p[i] * (descent.R[i] + descent.L2[i] * w) + descent.L1[i] * (T.Abs(next) - T.Abs(w));
        }
        Multiply(p, hp);
        var half = HostMemory.Number<T>(0.5);
        foreach (var i in active) change += half * p[i] * hp[i];
        if (isProjected && !(change < T.Zero)) return false;
        foreach (var i in active)
        {
            descent.W[i] += p[i];
            hp[i] -= descent.L2[i] * p[i];
        }
        Axpy.Add(T.One, hp, descent.R.AsSpan(0, descent.Stride));
        return true;
    }

    static readonly T small = HostMemory.Number<T>(1e-6);

    // As far as no entry with a kink changes its sign.
    T Longest()
    {
        var length = T.One;
        foreach (var i in active)
            if (descent.L1[i] != T.Zero && descent.W[i] * (descent.W[i] + d[i]) < T.Zero)
                length = T.Min(length, -descent.W[i] / d[i]);
        return length;
    }
}
