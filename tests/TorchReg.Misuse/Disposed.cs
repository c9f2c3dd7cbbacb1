using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Misuse;

static class Disposed
{
    internal static Case[] Cases =>
        [
            Case.Of("the sum of a disposed tensor", "empty handle", () => Gone().sum()),
            Case.Of("the shape of a disposed tensor", "empty handle", () => Gone().shape),
            Case.Of("the dtype of a disposed tensor", "empty handle", () => Gone().dtype),
            Case.Of("the gradient of a disposed tensor", "empty handle", () => Gone().grad),
            Case.Of("a disposed second operand", "empty handle", () => ones(3) + Gone()),
            Case.Of("a disposed tensor in a list", "empty handle", () => cat([ones(3), Gone()])),
            Case.Of("a disposed index", "empty handle", () => ones(3)[Gone()]),
            new("backward from a disposed tensor", "empty handle", () => Gone().backward()),
            Case.Of("a parameter from a disposed tensor", "empty handle", () => nn.Parameter(Gone())),
            Case.Of(
                "a tensor that became a parameter",
                "empty handle",
                () =>
                {
                    var t = ones(3);
                    nn.Parameter(t);
                    return t.sum();
                }),
            Case.Of(
                "a tensor of a disposed scope",
                "empty handle",
                () =>
                {
                    Tensor t;
                    using (NewDisposeScope())
                        t = ones(3);
                    return t.sum();
                }),
            Case.Of(
                "an accessor of a disposed tensor",
                "empty handle",
                () =>
                {
                    var t = ones(3);
                    var a = t.data<float>();
                    t.Dispose();
                    return a[0];
                }),
            Case.Of(
                "a layer whose weight was disposed",
                "empty handle",
                () =>
                {
                    var l = nn.Linear(2, 2);
                    l.weight!.Dispose();
                    return l.call(ones(2, 2));
                }),
            Case.Of(
                "a disposed layer",
                "empty handle",
                () =>
                {
                    var l = nn.Linear(2, 2);
                    l.Dispose();
                    return l.call(ones(2, 2));
                }),
            Case.Of(
                "a step over a disposed parameter",
                "empty handle",
                () =>
                {
                    var p = nn.Parameter(ones(2));
                    var o = optim.SGD([p], 0.1);
                    p.Dispose();
                    return o.step();
                }),
            new("a disposed module registered as buffer", "buffer", () => new Holder().register_buffer("b", Gone())),
            Case.OfStandIn(
                "a disposed generator",
                "Generator",
                "takes torch's own generator",
                () => rand(3, generator: GoneGenerator())),
            new("a tensor attached to a disposed scope", "DisposeScope", () => GoneScope().Attach(ones(1))),
            new("a tensor detached from a disposed scope", "DisposeScope", () => GoneScope().Detach(ones(1))),
            new("a disposed scope told to dispose everything", "DisposeScope", () => GoneScope().DisposeEverything()),
        ];

    sealed class Holder() : nn.Module("holder");

    static Tensor Gone()
    {
        var tensor = ones(3);
        tensor.Dispose();
        return tensor;
    }

    static Generator GoneGenerator()
    {
        var generator = new Generator(1);
        generator.Dispose();
        return generator;
    }

    static DisposeScope GoneScope()
    {
        var scope = NewDisposeScope();
        scope.Dispose();
        return scope;
    }
}
