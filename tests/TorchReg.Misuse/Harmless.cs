using static TorchSharp.torch;

namespace TorchReg.Misuse;

/// <summary>What is not right and not wrong enough for an exception: it must not crash.</summary>
static class Harmless
{
    internal static Case[] Cases =>
        [
            Case.Harmless("a tensor disposed twice", () => Twice(ones(3))),
            Case.Harmless("a generator disposed twice", () => Twice(new Generator(1))),
            Case.Harmless("a scope disposed twice", () => Twice(NewDisposeScope())),
            Case.Harmless("a module disposed twice", () => Twice(nn.Linear(2, 2))),
            Case.Harmless("no_grad disposed twice", () => Twice(no_grad())),
            Case.Harmless(
                "10,000 tensors left to the collector",
                () =>
                {
                    for (var i = 0; i < 10_000; i++)
                        ones(100);
                    Collect();
                }),
            Case.Harmless(
                "graphs left to the collector",
                () =>
                {
                    for (var i = 0; i < 1000; i++)
                        ones(10, requires_grad: true).exp().sum().backward();
                    Collect();
                }),
            Case.Harmless(
                "modules and optimizers left to the collector",
                () =>
                {
                    for (var i = 0; i < 100; i++)
                        optim.SGD(nn.Linear(5, 5).parameters(), 0.1).zero_grad();
                    Collect();
                }),
            Case.Harmless(
                "a collection in the middle of a chain",
                () =>
                {
                    using var t = Chain(ones(10));
                    Collect();
                    t.sum();
                }),
            Case.HarmlessOnStandIn(
                "collections while operators run",
                "may free a tensor that no scope holds while libtorch reads it (docs/scalar-race.md)",
                () =>
                    InParallel(i =>
                    {
                        if (i % 2 == 0)
                            GC.Collect();
                        else
                            for (var j = 0; j < 500; j++)
                                ones(10).exp().sum().item<float>();
                    })),
            Case.Harmless(
                "collections while operators run in scopes",
                () =>
                    InParallel(i =>
                    {
                        if (i % 2 == 0)
                            GC.Collect();
                        else
                            for (var j = 0; j < 500; j++)
                                InScope();
                    })),
            Case.Harmless(
                "one tensor read by many threads",
                () =>
                {
                    using var t = ones(100);
                    InParallel(_ =>
                    {
                        for (var j = 0; j < 500; j++)
                            (t * t).sum().Dispose();
                    });
                }),
            Case.Harmless(
                "one parameter trained by many threads",
                () =>
                {
                    using var p = ones(10, requires_grad: true);
                    InParallel(_ =>
                    {
                        for (var j = 0; j < 100; j++)
                            p.square().sum().backward();
                    });
                }),
            Case.Harmless(
                "a scope disposed by another thread",
                () =>
                {
                    var s = NewDisposeScope();
                    ones(3);
                    Thread(s.Dispose);
                    ones(3);
                }),
            Case.Harmless(
                "a thread that ends within its scope",
                () =>
                {
                    Thread(() =>
                    {
                        NewDisposeScope();
                        ones(3);
                    });
                    Collect();
                }),
            Case.Harmless(
                "scopes disposed in the wrong order",
                () =>
                {
                    var a = NewDisposeScope();
                    var b = NewDisposeScope();
                    ones(3);
                    a.Dispose();
                    ones(3);
                    b.Dispose();
                    ones(3);
                }),
            Case.Harmless(
                "a tensor disposed while a graph needs it",
                () =>
                {
                    var x = ones(3, requires_grad: true);
                    var e = x.exp();
                    var y = e.square().sum();
                    e.Dispose();
                    y.backward();
                }),
            Case.Harmless(
                "an input disposed before backward",
                () =>
                {
                    var x = ones(3, requires_grad: true);
                    var y = x.exp().sum();
                    x.Dispose();
                    y.backward();
                }),
            Case.Harmless(
                "a view that outlives its array",
                () =>
                {
                    var v = View();
                    Collect();
                    v.sum();
                }),
            Case.Harmless(
                "a deep graph left to the collector",
                () =>
                {
                    var y = ones(1, requires_grad: true);
                    for (var i = 0; i < 20_000; i++)
                        y = y + 1;
                    y.Dispose();
                    Collect();
                }),
        ];

    static void Twice(IDisposable disposable)
    {
        disposable.Dispose();
        disposable.Dispose();
    }

    static void InScope()
    {
        using var scope = NewDisposeScope();
        ones(10).exp().sum().item<float>();
    }

    static Tensor Chain(Tensor x) => x.exp().log().sqrt().square().abs();
    static Tensor View() => from_array(new float[1000])[TensorIndex.Slice(10, 20)];

    static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    static void InParallel(Action<int> body) => Parallel.For(0, 8, body);

    static void Thread(Action body)
    {
        var thread = new Thread(() => body());
        thread.Start();
        thread.Join();
    }
}
