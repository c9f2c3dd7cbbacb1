using TorchSharp.Modules;

namespace TorchReg.Tests.TorchApi;

/// <summary>State dictionaries and files.</summary>
public sealed class ModuleStateTests : ScopedTests
{
    readonly string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public override void Dispose()
    {
        base.Dispose();
        File.Delete(file);
    }

    static Sequential Network() => nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2));

    [Fact]
    public void The_dictionary_holds_the_parameters_and_buffers_themselves()
    {
        using var network = Network();
        var state = network.state_dict();
        Assert.Equal(9, state.Count);
        Assert.Contains("1.running_var", state.Keys);
        using (no_grad()) state["0.weight"].zero_();
        Assert.Equal(0f, ((Linear)network[0]).weight.abs().sum().item<float>());
        Assert.Equal(["net.bias", "net.weight"], nn.Linear(1, 1).state_dict(prefix: "net").Keys.Order());
    }

    [Fact]
    public void Loading_copies_values_and_keeps_the_parameter_objects()
    {
        using var source = Network();
        using var target = Network();
        var weight = ((Linear)target[0]).weight;
        var (missing, unexpected) = target.load_state_dict(source.state_dict());
        Assert.Empty(missing.Concat(unexpected));
        Assert.Same(weight, ((Linear)target[0]).weight);
        Assert.True(weight.allclose(((Linear)source[0]).weight));
    }

    [Fact]
    public void Strict_loading_refuses_missing_and_unexpected_keys_and_otherwise_they_are_named()
    {
        using var target = nn.Linear(2, 2);
        var state = new Dictionary<string, Tensor> { ["weight"] = ones(2, 2), ["other"] = ones(1) };
        Assert.Throws<InvalidOperationException>(() => target.load_state_dict(state));
        var (missing, unexpected) = target.load_state_dict(state, strict: false);
        Assert.Equal(["bias"], missing);
        Assert.Equal(["other"], unexpected);
        Assert.Equal(4f, target.weight.sum().item<float>());
        Assert.Empty(target.load_state_dict(state, skip: ["bias", "other"]).missing_keys);
    }

    [Fact]
    public void A_saved_module_loads_into_its_like()
    {
        using var source = Network();
        using var target = Network();
        source.call(randn(8, 3));
        source.save(file);
        target.load(file);
        source.eval();
        target.eval();
        var x = randn(5, 3);
        Assert.True(target.call(x).allclose(source.call(x)));
    }

    [Fact]
    public void The_file_starts_with_the_number_of_entries_and_the_first_name()
    {
        using var layer = nn.Linear(2, 1, hasBias: false);
        layer.save(file);
        using var reader = new BinaryReader(File.OpenRead(file));
        Assert.Equal((1, "weight"), (reader.ReadByte(), reader.ReadString()));
        Assert.Equal([6, 2, 1, 2], reader.ReadBytes(4).Select(b => (int)b));
        Assert.Equal(8 + 1 + 7 + 4, reader.BaseStream.Length);
    }

    [Fact]
    public void Another_modules_file_is_refused_unless_loading_is_lenient()
    {
        using var source = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2));
        source.save(file);
        using var other = nn.Sequential(nn.Linear(2, 2));
        Assert.Throws<ArgumentException>(() => other.load(file));
        var loaded = new Dictionary<string, bool>();
        other.load(file, strict: false, loadedParameters: loaded);
        Assert.True(((Linear)other[0]).weight.allclose(((Linear)source[0]).weight));
        using var wrong = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 2));
        Assert.ThrowsAny<Exception>(() => wrong.load(file));
        Assert.Throws<FileNotFoundException>(() => other.load(file + ".none"));
    }

    [Fact]
    public void What_is_skipped_is_not_written()
    {
        using var layer = nn.Linear(2, 2);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        layer.save(writer, skip: ["weight"]);
        Assert.Equal(1 + 1 + 4 + 3 + 8, stream.Length);
    }

    [Fact]
    public void A_buffer_that_is_not_persistent_is_in_no_dictionary()
    {
        using var layer = nn.Linear(1, 1);
        layer.register_buffer("cache", zeros(1), persistent: false);
        Assert.DoesNotContain("cache", layer.state_dict().Keys);
    }
}
