using TorchReg.Penalties;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Tests.Penalties;

public class LawTests
{
    static Tensor Weights(long seed) => randn([5L, 7L], ScalarType.Float64, generator: new Generator((ulong)seed));

    public static TheoryData<int> All => Catalogue.Positions;

    [Theory, MemberData(nameof(All))]
    public void The_gradient_is_the_values(int position)
    {
        var penalty = Catalogue.All[position];
        var w = Weights(1).requires_grad_();
        penalty.Value(w).backward();
        var closed = zeros_like(w, requires_grad: false);
        using (no_grad()) penalty.AddGradient(w, closed);
        Assert.True(closed.allclose(w.grad!, rtol: 1e-12, atol: 1e-14), penalty.Name);
    }

    [Theory, MemberData(nameof(All))]
    public void The_gradient_is_added_not_assigned(int position)
    {
        var w = Weights(2);
        var (once, twice) = (zeros_like(w), zeros_like(w));
        Catalogue.All[position].AddGradient(w, once);
        Catalogue.All[position].AddGradient(w, twice);
        Catalogue.All[position].AddGradient(w, twice);
        Assert.True(twice.allclose(once * 2));
    }

    // Every penalty here acts element by element, so a fine grid around the prox is an oracle for it.
    [Theory, MemberData(nameof(All))]
    public void The_prox_beats_every_point_of_a_fine_grid(int position)
    {
        const double stepSize = 0.4;
        var penalty = Catalogue.All[position];
        var w = Weights(3).flatten();
        var v = w.clone();
        penalty.Prox(v, stepSize);
        var grid = linspace(-4, 4, 16001, ScalarType.Float64);
        var values = ElementValues(penalty, grid);
        for (var i = 0; i < w.numel(); i++)
        {
            double Objective(Tensor at) => (0.5 * (at - w[i]).square().sum() + stepSize * penalty.Value(at)).ToDouble();
            var best = (0.5 * (grid - w[i]).square() + stepSize * values).min().ToDouble();
            Assert.True(Objective(v[i].reshape(1)) <= best + 1e-12, $"{penalty.Name} at {w[i].ToDouble()}");
        }
    }

    static Tensor ElementValues(Penalty penalty, Tensor grid) => stack(grid.unbind().Select(g => penalty.Value(g.reshape(1))).ToArray());

    [Theory, MemberData(nameof(All))]
    public void The_distance_is_zero_at_the_proxs_fixed_point(int position)
    {
        // v = prox(w) solves v − w + P'(v) ∋ 0: with gradient v − w, v is optimal.
        var penalty = Catalogue.All[position];
        var w = Weights(4);
        var v = w.clone();
        penalty.Prox(v, 1);
        Assert.True(penalty.SubdifferentialDistance(v, v - w).max().ToDouble() < 1e-14, penalty.Name);
    }

    [Theory, MemberData(nameof(All))]
    public void The_distance_is_positive_elsewhere(int position)
    {
        var w = Weights(5);
        Assert.True(Catalogue.All[position].SubdifferentialDistance(w, w * 10).min().ToDouble() > 0);
    }

    [Fact]
    public void A_wrong_prox_is_found_out()
    {
        var w = Weights(6);
        var v = w.clone();
        new L1(0.3).Prox(v, 1.1);
        Assert.True(new L1(0.3).SubdifferentialDistance(v, v - w).max().ToDouble() > 1e-3);
    }
}
