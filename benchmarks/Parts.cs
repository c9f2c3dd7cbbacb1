using BenchmarkDotNet.Attributes;
using TorchReg.Layers;
using TorchReg.Models;
using static TorchSharp.torch;

namespace TorchReg.Benchmarks;

/// <summary>
/// The parts of a training step, softmax 784→10 at batch 128, each beside what libtorch's operators take: <c>--filter
/// '*Parts*'</c>.
/// </summary>
[MemoryDiagnoser, InProcess, WarmupCount(3), IterationCount(8)]
public class Parts
{
    readonly NoiseSource noise = new(1);
    readonly SoftmaxRegression model = new(784, 10);
    readonly Penalty l1 = new L1(1e-9), group = new GroupLasso(1e-9);
    readonly Dataset rows, batch;
    readonly RowBuffer buffer;
    readonly Objective closed, autograd;
    readonly Tensor gradient, wide, positions;
    readonly long[] order;

    public Parts()
    {
        set_num_threads(1);
        rows = new Dataset(rand(8000, 784), randint(10, [8000], ScalarType.Int64));
        positions = randperm(8000, ScalarType.Int64).narrow(0, 0, 128).clone();
        order = positions.data<long>().ToArray();
        (batch, buffer) = (rows.Select(positions), new RowBuffer(rows, 128));
        (closed, autograd) = (Objective.Of(model, Losses.CrossEntropy), Objective.ByAutograd(model, Losses.CrossEntropy));
        gradient = zeros_like(model.Weight);
        wide = rand(10, 1568).slice(1, 0, 1568, 2);   // gaps: libtorch's operators do the work
    }

    [Benchmark] public double Backward_in_closed_form() => Scoped(() => closed.Backward(batch).ToDouble());
    [Benchmark] public double Backward_by_autograd() => Scoped(() => autograd.Backward(batch).ToDouble());
    [Benchmark] public void Batch_into_a_buffer() => buffer.Fill(order);
    [Benchmark] public void Batch_by_index_select() => rows.Select(positions).Dispose();
    [Benchmark] public void L1_gradient() => l1.AddGradient(model.Weight, gradient);
    [Benchmark] public void L1_gradient_by_operators() => l1.AddGradient(wide, gradient);
    [Benchmark] public void L1_prox() => WithoutGraph(() => l1.Prox(model.Weight, 0.1));
    [Benchmark] public void L1_prox_by_operators() => WithoutGraph(() => l1.Prox(wide, 0.1));
    [Benchmark] public void Group_prox() => WithoutGraph(() => group.Prox(model.Weight, 0.1));
    [Benchmark] public void Group_prox_by_operators() => WithoutGraph(() => group.Prox(wide, 0.1));
    [Benchmark] public void Mask_from_counters() => noise.Mask(0.5, [128, 784], batch.Features).Dispose();
    [Benchmark] public void Mask_by_bernoulli() => empty_like(batch.Features).bernoulli_(0.5).Dispose();

    static double Scoped(Func<double> step)
    {
        using var scope = NewDisposeScope();
        return step();
    }

    static void WithoutGraph(Action step)
    {
        using var noGrad = no_grad();
        step();
    }
}
