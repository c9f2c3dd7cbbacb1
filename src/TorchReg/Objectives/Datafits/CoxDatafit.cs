using TorchReg.Data;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// Cox's partial likelihood of one output, whose rows meet in risk sets. Targets are times, those of censored rows negative.
/// </summary>
sealed class CoxDatafit : Datafit
{
    public override Tensor Targets(Dataset data, bool hasIntercept, int classes) => DatafitTargets.Survival(data);

    internal override bool IsJoint => true;

    /// <summary>The bias is in every risk set as in its event: it stays 0.</summary>
    public override bool IsShiftInvariant => true;

    internal override RowLoss OnHost(double[] y, double[] shares) => new CoxRows(y, shares);

    /// <summary>The risk relative to that of a row of prediction 0.</summary>
    public override Tensor Mean(Tensor z) => z.exp();

    public override bool PredictsTargets => false;

    public override Tensor Rows(Tensor z, Tensor y) => throw OfRows();

    public override Tensor Deviance(Tensor mean, Tensor y) => throw OfRows();

    static NotSupportedException OfRows() => new("Rows of a partial likelihood have no loss of their own.");

    internal override double Least(Tensor y, Tensor shares) =>
        new CoxRows(HostMemory.Numbers(y), HostMemory.Numbers(shares)).Least;

    /// <summary>
    /// 2(L − least L) of the fold's rows less the same of those it learned from, for each event held out, as in cv.glmnet.
    /// </summary>
    internal override double? HeldOut(Tensor z, Tensor y, Tensor shares, RowFold fold)
    {
        var (at, times, all) = (HostMemory.Numbers(z), HostMemory.Numbers(y), HostMemory.Numbers(shares));
        double Of(IEnumerable<int> rows)
        {
            var own = new double[all.Length];
            foreach (var row in rows) own[row] = all[row];
            var loss = new CoxRows(times, own);
            return 2 * (loss.Value(at) - loss.Least);
        }
        return (Of(fold.Train.Concat(fold.Test)) - Of(fold.Train)) / fold.Test.Sum(row => times[row] > 0 ? all[row] : 0);
    }

    /// <summary>Those of events.</summary>
    internal override Tensor JudgedBy(Tensor y, Tensor shares) => shares * y.gt(Scalars.Of(0)).to(shares.dtype).reshape(-1);
}
