using System.Diagnostics;

namespace TorchReg.Tests.TorchApi;

/// <summary>Loops that run for long: the count of live tensors and the resident memory stay flat.</summary>
[Collection(nameof(Alone))]
[Trait("Speed", "Slow")]
public class LeakTests
{
    [Fact]
    public void Two_thousand_training_steps_keep_the_count_of_live_tensors()
    {
        using var model = nn.Linear(784, 10);
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        using Tensor x = rand(32, 784), y = randint(10, [32], int64);
        IsFlat(2000, () => Step(model, optimizer, x, y));
    }

    [Fact]
    public void Steps_that_end_in_an_exception_leave_nothing_behind()
    {
        using var model = nn.Linear(784, 10);
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        using Tensor x = rand(32, 784), y = randint(10, [31], int64);
        IsFlat(200, () => Assert.ThrowsAny<Exception>(() => Step(model, optimizer, x, y)));
    }

    [Fact]
    public void Custom_functions_leave_nothing_behind()
    {
        using var x = rand([1000], requires_grad: true);
        IsFlat(1000, () =>
        {
            using var scope = NewDisposeScope();
            Doubled.apply(x).sum().backward();
        });
    }

    [Fact]
    public void Custom_functions_that_work_in_place_leave_nothing_behind() => IsFlat(300, () =>
    {
        using var scope = NewDisposeScope();
        using var x = rand([100_000], requires_grad: true);
        DoubledInPlace.apply(x * 1).sum().backward();
    });

    [Fact]
    public void Graphs_without_a_backward_leave_nothing_behind()
    {
        using var x = rand([100_000], requires_grad: true);
        IsFlat(300, () =>
        {
            using var scope = NewDisposeScope();
            Doubled.apply(x.exp()).sum();
        });
    }

    [Fact]
    public void Tensors_that_nobody_disposes_are_collected()
    {
        var before = Resident();
        for (var i = 0; i < 200; i++)
        {
            for (var j = 0; j < 10; j++) ones(100_000);
            Collect();
        }
        Assert.InRange(Resident() - before, long.MinValue, 64 << 20);
    }

    [Fact]
    public void Threads_leave_nothing_behind() => IsFlat(20, () => Parallel.For(0, 3, _ =>
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < 10; i++) ones([100], requires_grad: true).exp().sum().backward();
    }));

    static void Step(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        nn.functional.cross_entropy(model.call(x), y).backward();
        optimizer.step();
    }

    // The first tenth is warm-up; what tests before this one left to the collector goes before the count.
    static void IsFlat(int steps, Action step)
    {
        for (var i = 0; i < steps / 10; i++) step();
        Collect();
        var (tensors, memory) = (Tensor.TotalCount, Resident());
        for (var i = 0; i < steps; i++) step();
        Collect();
        Assert.InRange(Tensor.TotalCount - tensors, long.MinValue, 0);
        Assert.InRange(Resident() - memory, long.MinValue, 32 << 20);
    }

    static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    sealed class Doubled : autograd.SingleTensorFunction<Doubled>
    {
        public override string Name => nameof(Doubled);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var y = (Tensor)vars[0] * 2;
            ctx.save_for_backward([(Tensor)vars[0], y]);
            return y;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * 2];
    }

    sealed class DoubledInPlace : autograd.SingleTensorFunction<DoubledInPlace>
    {
        public override string Name => nameof(DoubledInPlace);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.mark_dirty([x]);
            return x.mul_(2);
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * 2];
    }
}
