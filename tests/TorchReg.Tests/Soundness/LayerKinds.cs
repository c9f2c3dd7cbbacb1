using TorchSharp.Modules;

namespace TorchReg.Tests.Soundness;

/// <summary>All layer kinds.</summary>
static class LayerKinds
{
    const int Taps = 2, Length = 4;

    public static LayerKind Linear { get; } = new("linear", (s, r) => LinearPlan(s, r, On.Weights));

    public static LayerKind[] All { get; } =
    [
        Linear,
        new("bias", (s, r) => LinearPlan(s, r, On.Biases)),
        new("convolution", Convolution),
        new("transposed", Transposed),
        new("depthwise", Depthwise),
        new("embedding", EmbeddingPlan),
        new("norm", Norm),
        new("tied", (s, r) => Branches(s, r, "tied")),
        new("frozen", (s, r) => Branches(s, r, "frozen")),
        new("unused", (s, r) => Branches(s, r, "unused")),
    ];

    static Blueprint LinearPlan(MatrixSize s, Random random, ParameterFilter on)
    {
        var (u, p, n) = (s.Units, s.Features, s.Rows);
        var isBias = ReferenceEquals(on, On.Biases);
        return new(() => nn.Sequential(("layer", nn.Linear(p, u))), Numbers.Normal(random, n * p), [n, p], [n, u],
            [new("layer.weight", [u, p], Layout.UnitsFirst(u, p), 0, !isBias),
                new("layer.bias", [u], Layout.Vector, u * p, isBias)], on,
            (w, x) => PlainForward.Linear(w, x, n, p, u, w[(u * p)..]))
        // Scaled inputs would leave the bias's own curvature at 1; it is 1 either way.
        { IsScalable = true };
    }

    static Blueprint Convolution(MatrixSize s, Random random)
    {
        var (u, p, n) = (s.Units, s.Features, s.Rows);
        return new(() => nn.Sequential(("layer", nn.Conv1d(p, u, Taps, bias: false))), Numbers.Normal(random, n * p * Length),
            [n, p, Length], [n, u, Length - 1],
            [new("layer.weight", [u, p, Taps], Layout.UnitsFirst(u, p, Taps), 0, true)], On.Weights,
            (w, x) => PlainForward.Convolution(w, x, n, p, u, Taps, Length, groups: 1));
    }

    static Blueprint Depthwise(MatrixSize s, Random random)
    {
        var (c, n) = (s.Features, s.Rows);
        return new(() => nn.Sequential(("layer", nn.Conv1d(c, 2 * c, Taps, groups: c, bias: false))),
            Numbers.Normal(random, n * c * Length), [n, c, Length], [n, 2 * c, Length - 1],
            [new("layer.weight", [2 * c, 1, Taps], Layout.Depthwise(c, 2, Taps), 0, true)], On.Weights,
            (w, x) => PlainForward.Convolution(w, x, n, c, 2 * c, Taps, Length, groups: c));
    }

    static Blueprint Transposed(MatrixSize s, Random random)
    {
        var (u, p, n) = (s.Units, s.Features, s.Rows);
        return new(() => nn.Sequential(("layer", nn.ConvTranspose1d(p, u, Taps, bias: false))),
            Numbers.Normal(random, n * p * Length), [n, p, Length], [n, u, Length + 1],
            [new("layer.weight", [p, u, Taps], Layout.FeaturesFirst(p, u, Taps), 0, true)], On.Weights,
            (w, x) => PlainForward.Transposed(w, x, n, p, u, Taps, Length));
    }

    // Each row has every token once and two of them twice, so that the curvatures are near 1 and not equal.
    static Blueprint EmbeddingPlan(MatrixSize s, Random random)
    {
        var (tokens, u, n) = (s.Features + 1, s.Units, s.Rows);
        var x = Enumerable.Range(0, n).SelectMany(_ => Enumerable.Range(0, tokens).Append(random.Next(2)).Append(2))
            .Select(t => (double)t).ToArray();
        return new(() => nn.Sequential(("layer", nn.Embedding(tokens, u))), x, [n, tokens + 2], [n, tokens + 2, u],
            [new("layer.weight", [tokens, u], Layout.FeaturesFirst(tokens, u), 0, true)], On.Embeddings,
            (w, rows) => [.. rows.SelectMany(t => w.Skip((int)t * u).Take(u))])
        { IsScalable = false, IsIndices = true };
    }

    static Blueprint Norm(MatrixSize s, Random random)
    {
        var (d, n) = (s.Features + 1, s.Rows);
        return new(() => nn.Sequential(("layer", nn.LayerNorm(d))), Numbers.Normal(random, n * d), [n, d], [n, d],
            [new("layer.weight", [d], Layout.Vector, 0, true), new("layer.bias", [d], Layout.Vector, d, true)], On.Normalizations,
            (w, x) => PlainForward.LayerNorm(w, x, n, d))
        { IsScalable = false };
    }

    static Blueprint Branches(MatrixSize s, Random random, string kind)
    {
        var (u, p, n) = (s.Units, s.Features, s.Rows);
        var fixedWeights = Numbers.Normal(random, u * p);
        return new(() => new TwoBranches(p, u, kind), Numbers.Normal(random, n * 2 * p), [n, 2 * p], [n, u],
            [new("first.weight", [u, p], Layout.UnitsFirst(u, p), 0, true)], On.Weights,
            (w, x) => PlainForward.Branches(w, kind == "tied" ? w : kind == "frozen" ? fixedWeights : new double[u * p], x, n, p,
                u))
        {
            Idle = kind == "tied" ? [] : ["second.weight"],
            Finish = problem =>
            {
                // Moving a module to another type makes new parameters: they are tied after it.
                ((TwoBranches)problem.Model).Finish(kind);
                if (kind == "tied") return;
                using var noGrad = no_grad();
                problem.ParameterNamed("second.weight").copy_(tensor(fixedWeights).reshape(u, p).to(problem.Type));
            },
        };
    }
}

/// <summary>first(x₁) + second(x₂): the second is tied to the first, frozen, or never called.</summary>
sealed class TwoBranches : nn.Module<Tensor, Tensor>
{
    readonly Linear first, second;
    readonly int features;
    readonly bool isUsed;

    public TwoBranches(int features, int units, string kind) : base(nameof(TwoBranches))
    {
        (this.features, isUsed) = (features, kind != "unused");
        (first, second) = (nn.Linear(features, units, hasBias: false), nn.Linear(features, units, hasBias: false));
        RegisterComponents();
    }

    public void Finish(string kind)
    {
        if (kind == "tied") second.weight = first.weight!;
        if (kind == "frozen") second.weight!.requires_grad = false;
    }

    public override Tensor forward(Tensor x)
    {
        var a = first.call(x.narrow(1, 0, features));
        return isUsed ? a + second.call(x.narrow(1, features, features)) : a;
    }
}
