using TorchSharp.Modules;

namespace TorchReg.Tests.TorchApi;

/// <summary>An optimizer that is stopped, saved and loaded goes on as if nothing had happened.</summary>
public sealed class OptimizerStateTests : ScopedTests
{
    static readonly Dictionary<string, Func<Parameter[], OptimizerHelper>> Makers = new()
    {
        ["SGD"] = w =>
            optim.SGD(w, 0.1, momentum: 0.9),
        ["Adam"] = w =>
                optim.Adam(w, 0.1, amsgrad: true),
        ["AdamW"] = w => optim.AdamW(w, 0.1),
        ["RMSProp"] = w =>
            optim.RMSProp(w, 0.01, momentum: 0.5, centered: true, eps: 1e-2),
        ["Adagrad"] = w => optim.Adagrad(w, 0.1),
        ["Adadelta"] = w =>
            optim.Adadelta(w),
        ["Adamax"] = w =>
                optim.Adamax(w),
        ["NAdam"] = w => optim.NAdam(w),
        ["RAdam"] = w => optim.RAdam(w),
        ["ASGD"] = w => optim.ASGD(w),
        ["Rprop"] = w => optim.Rprop(w),
    };

    public static TheoryData<string> Names => new(Makers.Keys);

    [Theory, MemberData(nameof(Names))]
    public void A_saved_state_goes_on_like_an_uninterrupted_run(string name)
    {
        var whole = new Bowls();
        using var uninterrupted = Makers[name]([whole.Weight]);
        var expected = whole.Run(uninterrupted, 8);

        var first = new Bowls();
        using var before = Makers[name]([first.Weight]);
        first.Run(before, 5);
        using var file = new MemoryStream();
        before.save_state_dict(new BinaryWriter(file));
        file.Position = 0;

        var second = new Bowls();
        using (no_grad()) second.Weight.copy_(first.Weight);
        using var after = Makers[name]([second.Weight]);
        after.load_state_dict(new BinaryReader(file));
        Assert.True(after.state_dict().State[0].ApproximatelyEquals(before.state_dict().State[0]));
        Assert.Equal(expected, second.Run(after, 3));
    }

    [Fact]
    public void Another_optimizers_file_is_refused()
    {
        using var adam = optim.Adam([new Parameter(ones(2))]);
        using var sgd = optim.SGD([new Parameter(ones(2))], 0.1);
        using var file = new MemoryStream();
        adam.save_state_dict(new BinaryWriter(file));
        file.Position = 0;
        Assert.Throws<InvalidDataException>(() => sgd.load_state_dict(new BinaryReader(file)));
    }

    [Fact]
    public void A_state_of_another_size_is_refused()
    {
        using var one = optim.Adam([new Parameter(ones(2))]);
        using var two = optim.Adam([new Parameter(ones(2)), new Parameter(ones(2))]);
        Assert.Throws<ArgumentException>(() => one.load_state_dict(two.state_dict()));
    }
}
