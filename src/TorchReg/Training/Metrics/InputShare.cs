using TorchReg.Data;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>What a penalty on derivatives by the inputs comes to over rows, in chunks; modes are the caller's.</summary>
static class InputShare
{
    internal static PenaltyShare Of(
        nn.Module<Tensor, Tensor> model, Dataset data, Loss loss, InputPenalty penalty, long chunkRows)
    {
        using var grad = enable_grad();
        var drawn = penalty.ForLedger();
        using var owned = ReferenceEquals(drawn, penalty) ? null : drawn as IDisposable;
        var chunk = Math.Min(chunkRows, data.Stored?.ChunkRows ?? chunkRows);
        var (sum, weight) = (0.0, 0.0);
        for (long start = 0; start < data.Rows; start += chunk)
        {
            using var scope = NewDisposeScope();
            using var slice = data.Slice(start, Math.Min(chunk, data.Rows - start));
            using var rows = slice.Dense();
            var input = rows.Features.detach().requires_grad_();
            var own = rows.Weights?.sum().to(ScalarType.Float64).ReadDouble() ?? rows.Rows;
            // Of rows that all count 0 a mean is none.
            if (own == 0) continue;
            sum += own * drawn.Of(input, model.call(input), rows, loss, null).to(ScalarType.Float64).ReadDouble();
            weight += own;
            input.grad = null;
        }
        return new(penalty.Name, penalty.Lambda, sum / weight);
    }
}
