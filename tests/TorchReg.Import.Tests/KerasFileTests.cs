using PureHDF;

namespace TorchReg.Import.Tests;

/// <summary>Weights in the layout of Keras 3, written by h5py.</summary>
public sealed class KerasFileTests
{
    sealed class Net : nn.Module<Tensor, Tensor>
    {
        readonly nn.Module<Tensor, Tensor> convolution = nn.Conv2d(2, 4, 3), norm = nn.BatchNorm2d(4, eps: 1e-3),
            hidden = nn.Linear(24, 5), output = nn.Linear(5, 3);

        internal Net() : base(nameof(Net)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            var z = nn.functional.relu(norm.forward(convolution.forward(x))).flatten(1);
            return output.forward(nn.functional.relu(hidden.forward(z)));
        }
    }

    [Theory]
    [InlineData("cnn.weights.h5")]
    [InlineData("cnn.keras")]
    public void A_convolutional_net_gives_what_it_gives_in_the_order_of_Kerass_axes(string name)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var net = new Net();
        KerasFile.Load(net, Fixture.Path(name));
        net.eval();
        var expected = Fixture.Json("keras.json");
        var given = net.forward(Fixture.Tensor(expected.GetProperty("input")));
        foreach (var (own, other) in Fixture.Numbers(given).Zip(Fixture.Array(expected.GetProperty("output")).Values))
            Assert.Equal(other, own, 1e-4);
    }

    [Fact]
    public void The_arrays_are_those_that_another_reader_of_HDF5_finds()
    {
        using var loaded = KerasFile.Load(Fixture.Path("cnn.weights.h5"));
        using var other = H5File.OpenRead(Fixture.Path("cnn.weights.h5"));
        Assert.DoesNotContain(loaded.Tensors.Keys, name => name.StartsWith("optimizer", StringComparison.Ordinal));
        Assert.Equal(11, loaded.Tensors.Count);
        foreach (var (name, tensor) in loaded.Tensors.Where(own => own.Value.is_floating_point()))
        {
            var dataset = other.Dataset(name);
            Assert.Equal(dataset.Space.Dimensions.Select(size => (long)size), tensor.shape);
            Assert.Equal(dataset.Read<float[]>(), tensor.data<float>().ToArray());
        }
    }

    [Fact]
    public void A_group_of_many_arrays_is_a_tree_of_several_levels()
    {
        using var loaded = KerasFile.Load(Fixture.Path("many.weights.h5"));
        Assert.Equal(300, loaded.Tensors.Count);
        Assert.Equal(217, loaded.Tensors["layers/dense/vars/217"].ReadDouble());
    }

    [Theory]
    [InlineData("external-link.weights.h5", "links")]
    [InlineData("external-data.weights.h5", "lies in another file")]
    [InlineData("soft.weights.h5", "soft link")]
    [InlineData("loop.weights.h5", "holds itself")]
    [InlineData("compressed.weights.h5", "larger than the file")]
    [InlineData("big-endian.weights.h5", "big-endian")]
    [InlineData("texts.weights.h5", "no numbers of torch")]
    [InlineData("latest.weights.h5", "newer form")]
    [InlineData("virtual.weights.h5", "virtual")]
    public void What_leads_out_of_the_file_or_unfolds_is_refused_by_its_name(string name, string words) =>
        Assert.Contains(words, Fixture.Refusal(name, () => KerasFile.Load(Fixture.Path(name))));

    [Fact]
    public void A_layer_of_another_size_or_none_is_named()
    {
        using var wide =
            nn.Sequential(("a", nn.Conv2d(2, 4, 3)), ("b", nn.BatchNorm2d(4)), ("c", nn.Linear(24, 6)), ("d", nn.Linear(6, 3)));
        Assert.Contains("'c.weight' is [5×24], in the model [6×24]",
            Fixture.Refusal("cnn.keras", () => KerasFile.Load(wide, Fixture.Path("cnn.keras"))));
        using var few = nn.Sequential(("a", nn.Linear(24, 5)));
        Assert.Contains("'layers/batch_normalization'",
            Fixture.Refusal("cnn.keras", () => KerasFile.Load(few, Fixture.Path("cnn.keras"))));
    }
}
