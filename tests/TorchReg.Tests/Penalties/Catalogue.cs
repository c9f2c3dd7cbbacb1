using TorchReg.Penalties;

namespace TorchReg.Tests.Penalties;

/// <summary>All penalties, for the laws that each must keep. A new penalty is one line here.</summary>
static class Catalogue
{
    public static IReadOnlyList<Penalty> All { get; } =
    [
        new L1(0.3),
        new L2(0.7),
        new ElasticNet(0.5, 0.4),
    ];

    public static TheoryData<int> Positions => [.. Enumerable.Range(0, All.Count)];
}
