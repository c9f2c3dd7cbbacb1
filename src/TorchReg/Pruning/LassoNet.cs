using TorchReg.Models;
using TorchReg.Objectives;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>
/// A network with a linear way past it, x bᵀ + g(x), of which a feature is used as a whole or not at all: where b has 0 for it,
/// so has the first layer. <see cref="LassoNetPath"/> trains it over λ.
/// </summary>
/// <remarks>Lemhadri et al., JMLR 22(127), 2021, equation 1.</remarks>
public sealed class LassoNet : nn.Module<Tensor, Tensor>
{
    readonly Linear skip;
    readonly Mlp network;

    /// <summary>A network.</summary>
    /// <param name="sizes">Inputs, hidden units of each layer, outputs: three or more numbers, each 1 or more.</param>
    /// <param name="hierarchy">M, above 0. Default 10, the paper's.</param>
    /// <param name="generator">Randomness of the start; torch's default generator where null.</param>
    public LassoNet(IReadOnlyList<int> sizes, double hierarchy = 10, Generator? generator = null) : base(nameof(LassoNet))
    {
        ArgumentNullException.ThrowIfNull(sizes);
        Require.AtLeast(3, sizes.Count);
        Hierarchy = Require.Positive(hierarchy);
        network = new(sizes, generator: generator);
        skip = nn.Linear(sizes[0], sizes[^1], hasBias: false);
        using (no_grad()) skip.weight!.uniform_(-1 / Math.Sqrt(sizes[0]), 1 / Math.Sqrt(sizes[0]), generator);
        RegisterComponents();
    }

    /// <summary>M.</summary>
    public double Hierarchy { get; }

    /// <summary>b, outputs × features.</summary>
    public Parameter Skip => skip.weight!;

    /// <summary>The first layer's weights, units × features.</summary>
    public Parameter FirstWeight => ((Linear)((ILayeredModel)network).Layers[0]).weight!;

    /// <summary>The features that are used, from 0.</summary>
    public IReadOnlyList<int> Features
    {
        get
        {
            using var scope = NewDisposeScope();
            var isUsed = Kernels.HostMemory.Numbers(Skip.detach().ne(Scalars.Of(0L)).any(0));
            return [.. isUsed.Index().Where(pair => pair.Item != 0).Select(pair => pair.Index)];
        }
    }

    /// <summary>Takes <see cref="HierarchicalProx"/> of b and the first layer.</summary>
    /// <param name="lambda">λ times the step's size, 0 or more.</param>
    public void Prox(double lambda) => HierarchicalProx.Apply(Skip.detach(), FirstWeight.detach(), lambda, Hierarchy);

    /// <summary>x bᵀ + g(x), rows × outputs.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return skip.call(input).add(network.call(input), Scalars.One).MoveToOuterDisposeScope();
    }
}
