using System.Numerics;
using TorchReg.Kernels;
using TorchReg.Solvers;

namespace TorchReg.Selection;

/// <summary>
/// What a batch of folds has finished, kept in pieces: some λ with their fits, certificates and held-out values, and the batch's
/// point at the last of them, from which it goes on.
/// </summary>
sealed class FoldRunLog<T>(
    KeptWork kept, NewtonBatch<T> batch, List<LinearFit> fits, List<FitCertificate[]> certificates, List<double[]> columns)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    int done;

    static string Name(int first) => FormattableString.Invariant($"lambda-{first + 1:D5}");

    /// <summary>Takes up what is kept.</summary>
    /// <returns>λ that are done.</returns>
    internal int Restore()
    {
        while (kept.Read(Name(done)) is { } from)
            using (from)
            {
                var last = from.ReadInt32();
                for (; done < last; done++)
                {
                    fits.Add(from.Fit());
                    columns.Add(from.Numbers());
                    certificates.Add([.. batch.States.Select(_ => from.Certificate())]);
                }
                foreach (var state in batch.States)
                {
                    state.Steps = from.ReadInt32();
                    foreach (var (e, weight) in from.Numbers().Index()) state.W[e] = HostMemory.Number<T>(weight);
                }
            }
        return done;
    }

    /// <summary>
    /// Keeps what is finished: at the places alone where the batch begins anew, so that going on gives the same bits.
    /// </summary>
    internal void Keep()
    {
        if (done == fits.Count) return;
        kept.Write(Name(done), to =>
        {
            to.Write(fits.Count);
            for (var i = done; i < fits.Count; i++)
            {
                to.Write(fits[i]);
                to.Write(columns[i]);
                foreach (var certificate in certificates[i]) to.Write(certificate);
            }
            foreach (var state in batch.States)
            {
                to.Write(state.Steps);
                to.Write(Array.ConvertAll(state.W, weight => double.CreateTruncating(weight)));
            }
        });
        done = fits.Count;
    }
}
