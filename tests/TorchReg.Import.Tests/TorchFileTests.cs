using TorchSharp.Modules;

namespace TorchReg.Import.Tests;

/// <summary>Files of torch.save, read as data.</summary>
public sealed class TorchFileTests
{
    [Theory]
    [InlineData("cnn")]
    [InlineData("types")]
    public void Every_tensor_of_a_state_dict_has_the_shape_and_the_numbers_that_torch_says(string name)
    {
        using var loaded = TorchFile.Load(Fixture.Path($"{name}.pt"));
        var expected = Fixture.Json("states.json").GetProperty(name);
        Assert.Equal(expected.EnumerateObject().Select(own => own.Name).Order(), loaded.Tensors.Keys.Order());
        foreach (var own in expected.EnumerateObject())
        {
            var (shape, values) = Fixture.Array(own.Value);
            Assert.Equal(shape, loaded.Tensors[own.Name].shape);
            Assert.Equal(values, Fixture.Numbers(loaded.Tensors[own.Name]));
        }
    }

    [Theory]
    [InlineData("double", ScalarType.Float64)]
    [InlineData("half", ScalarType.Float16)]
    [InlineData("bfloat", ScalarType.BFloat16)]
    [InlineData("long", ScalarType.Int64)]
    [InlineData("int", ScalarType.Int32)]
    [InlineData("short", ScalarType.Int16)]
    [InlineData("char", ScalarType.Int8)]
    [InlineData("byte", ScalarType.Byte)]
    [InlineData("bool", ScalarType.Bool)]
    public void A_tensor_keeps_its_type(string name, ScalarType type)
    {
        using var loaded = TorchFile.Load(Fixture.Path("types.pt"));
        Assert.Equal(type, loaded.Tensors[name].dtype);
    }

    [Fact]
    public void A_turned_tensor_is_in_rows_and_two_keys_of_one_tensor_are_two()
    {
        using var loaded = TorchFile.Load(Fixture.Path("types.pt"));
        Assert.True(loaded.Tensors["turned"].is_contiguous());
        loaded.Tensors["same"].zero_();
        Assert.Equal(23, loaded.Tensors["double"][3, 5].ReadDouble());
    }

    [Fact]
    public void A_state_dict_goes_into_a_module_of_TorchSharp()
    {
        using var loaded = TorchFile.Load(Fixture.Path("cnn.pt"));
        using var model =
            nn.Sequential(("0", nn.Conv2d(2, 3, 3)), ("1", nn.BatchNorm2d(3)), ("2", nn.Flatten()), ("3", nn.Linear(12, 2)));
        StateDict.CopyInto(model, loaded.Tensors, "cnn.pt");
        Assert.Equal(Fixture.Numbers(loaded.Tensors["3.weight"]), Fixture.Numbers(((Linear)model[3]).weight!));
        using var other = nn.Linear(12, 2);
        Assert.Contains("'weight'", Fixture.Refusal("cnn.pt", () => StateDict.CopyInto(other, loaded.Tensors, "cnn.pt")));
    }

    [Theory]
    [InlineData("system.pt", "posix.system")]
    [InlineData("eval.pt", "eval")]
    [InlineData("popen.pt", "subprocess.Popen")]
    [InlineData("getattr.pt", "getattr")]
    [InlineData("module.pt", "torch.nn.modules.linear.Linear")]
    [InlineData("checkpoint.pt", "'model' is a dictionary")]
    [InlineData("legacy.pt", "zip")]
    [InlineData("beyond.pt", "beyond its storage")]
    [InlineData("unfolds.pt", "beyond its storage")]
    [InlineData("bomb.pt", "compressed")]
    public void What_is_no_tensor_is_refused_by_its_name_and_nothing_runs(string name, string words)
    {
        Assert.Contains(words, Fixture.Refusal(name, () => TorchFile.Load(Fixture.Path(name))));
        Assert.False(File.Exists("executed"));
    }

    [Fact]
    public void A_file_that_is_cut_anywhere_is_refused_or_whole()
    {
        var whole = File.ReadAllBytes(Fixture.Path("types.pt"));
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.pt");
        try
        {
            for (var length = 0; length < whole.Length; length += 97)
            {
                File.WriteAllBytes(path, whole[..length]);
                Fixture.Refusal(Path.GetFileName(path), () => TorchFile.Load(path));
            }
        }
        finally { File.Delete(path); }
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains(
            "nowhere.pt: no such file", Assert.Throws<FileNotFoundException>(() => TorchFile.Load("nowhere.pt")).Message);
}
