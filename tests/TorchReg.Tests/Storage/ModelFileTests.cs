using TorchReg.Storage;

namespace TorchReg.Tests.Storage;

public sealed class ModelFileTests : FolderTests
{
    string Place(string name) => Path.Combine(folder.Path, name);

    static Mlp Model(ulong seed, int hidden = 5) => new([4, hidden, 3], generator: new Generator(seed));

    [Theory, InlineData("m.safetensors"), InlineData("m.dat")]
    public void A_model_comes_back_with_the_same_weights(string file)
    {
        using var saved = Model(1);
        using var other = Model(2);
        ModelFile.Save(saved, Place(file));
        ModelFile.Load(other, Place(file));
        Assert.All(
            saved.state_dict(),
            pair => Assert.Equal(pair.Value.data<float>().ToArray(), other.state_dict()[pair.Key].data<float>().ToArray()));
        Assert.Equal([file], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Another_models_file_is_refused_by_key_and_changes_nothing()
    {
        using var small = Model(1);
        using var large = Model(2, hidden: 6);
        using var deep = new Mlp([4, 5, 5, 3], generator: new Generator(3));
        ModelFile.Save(small, Place("small.safetensors"));
        var before = large.state_dict().Values.Select(t => t.data<float>().ToArray()).ToArray();
        Assert.Contains(
            "'layers.linear1.weight' is [5×4], in the model [6×4]",
            Assert.Throws<InvalidDataException>(() => ModelFile.Load(large, Place("small.safetensors"))).Message);
        Assert.Contains(
            "'layers.linear2.weight' is [3×5], in the model [5×5]",
            Assert.Throws<InvalidDataException>(() => ModelFile.Load(deep, Place("small.safetensors"))).Message);
        ModelFile.Save(deep, Place("deep.safetensors"));
        Assert.Contains(
            "is [5×5]",
            Assert.Throws<InvalidDataException>(() => ModelFile.Load(small, Place("deep.safetensors"))).Message);
        Assert.Equal(before, large.state_dict().Values.Select(t => t.data<float>().ToArray()));
        Assert.Throws<FileNotFoundException>(() => ModelFile.Load(small, Place("none.safetensors")));
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        WholeFile.Write(Place("a.txt"), "old");
        Assert.Throws<IOException>(() => WholeFile.Write(Place("a.txt"), stream =>
        {
            stream.Write("new"u8);
            throw new IOException("No space left on device");
        }));
        Assert.Equal("old", File.ReadAllText(Place("a.txt")));
        Assert.Single(Directory.GetFiles(folder.Path));
    }
}
