using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch.nn.init;

namespace TorchReg.Tests.TorchApi;

/// <summary>Ranges and statistics of initial values.</summary>
public sealed class InitTests : ScopedTests
{
    static double Deviation(Tensor x) => x.std().item<float>();
    static double Largest(Tensor x) => x.abs().max().item<float>();

    [Fact]
    public void Uniform_forms_fill_their_bounds()
    {
        Assert.InRange(Largest(kaiming_uniform_(empty(200, 300), Math.Sqrt(5))), 0.98 / Math.Sqrt(300), 1 / Math.Sqrt(300));
        Assert.InRange(
            Largest(xavier_uniform_(empty(200, 300), 2)), 0.98 * 2 * Math.Sqrt(6 / 500.0), 2 * Math.Sqrt(6 / 500.0) + 1e-6);
        var x = uniform_(empty(10000), 2, 5);
        Assert.InRange(x.min().item<float>(), 2, 2.01);
        Assert.InRange(x.max().item<float>(), 4.99, 5);
    }

    [Fact]
    public void Normal_forms_have_their_deviations()
    {
        Assert.Equal(3, Deviation(normal_(empty(20000), 1, 3)), 0.1);
        Assert.Equal(
            Math.Sqrt(2 / 300.0), Deviation(kaiming_normal_(empty(200, 300), nonlinearity: NonlinearityType.ReLU)), 0.002);
        Assert.Equal(Math.Sqrt(2 / 200.0), Deviation(kaiming_normal_(empty(200, 300), mode: FanInOut.FanOut)), 0.002);
        Assert.Equal(Math.Sqrt(2 / 500.0), Deviation(xavier_normal_(empty(200, 300))), 0.002);
    }

    [Fact]
    public void Initializers_pass_over_a_generator_and_draw_from_the_global_one()
    {
        float[] Drawn(ulong seed)
        {
            random.manual_seed(5);
            using var generator = new Generator(seed);
            return
            [
                .. uniform_(empty(3), generator: generator).data<float>(),
                .. normal_(empty(3), generator: generator).data<float>(),
            ];
        }
        Assert.Equal(Drawn(1), Drawn(2));
    }

    [Fact]
    public void Constants_identities_and_diracs_are_exact()
    {
        Assert.Equal(12f, constant_(empty(4), 3).sum().item<float>());
        Assert.Equal((4f, 0f), (ones_(empty(4)).sum().item<float>(), zeros_(empty(4)).sum().item<float>()));
        Assert.True(eye_(empty(3, 2)).allclose(eye(3, 2)));
        var x = randn(1, 2, 5);
        Assert.True(nn.functional.conv1d(x, dirac_(empty(2, 2, 3)), padding: 1).allclose(x));
    }

    [Fact]
    public void Orthogonal_rows_are_orthonormal_times_the_gain()
    {
        var q = orthogonal_(empty(3, 5), 2);
        Assert.True(q.matmul(q.t()).allclose(eye(3) * 4, 1e-4, 1e-5));
    }

    [Fact]
    public void Sparse_columns_hold_the_given_part_of_zeros() =>
        Assert.True((sparse_(empty(10, 4), 0.25) == 0).sum(0L).eq(3).all().item<bool>());

    [Fact]
    public void Parameters_can_be_filled_without_a_graph()
    {
        var weight = new Parameter(empty(4, 4));
        ones_(weight);
        Assert.True(weight is { is_leaf: true, requires_grad: true });
        Assert.Equal((12L, 6L), CalculateFanInAndFanOut(empty(2, 4, 3)));
        Assert.Throws<ExternalException>(() => xavier_uniform_(empty(3)));
    }

    [Theory]
    [InlineData(NonlinearityType.Linear, 1), InlineData(NonlinearityType.Tanh, 5.0 / 3), InlineData(
        NonlinearityType.ReLU, 1.4142135623730951)]
    public void Gains_are_torchs(NonlinearityType nonlinearity, double gain) =>
        Assert.Equal(gain, calculate_gain(nonlinearity), 1e-12);
}
