using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Misuse;

static class Files
{
    static readonly string folder = Directory.CreateTempSubdirectory("torchreg").FullName;

    internal static Case[] Cases =>
        [
            Case.Of("a missing file", "missing.bin", () => Tensor.Load(Path.Combine(folder, "missing.bin"))),
            new("a file in a missing folder", "missing", () => ones(3).Save(Path.Combine(folder, "missing", "x.bin"))),
            new("a folder in a file's place", folder, () => ones(3).Save(folder)),
            Case.Of("an empty file", "end of the stream", () => Tensor.Load(new MemoryStream())),
            Case.Of("a truncated file", "end of the stream", () => Tensor.Load(new MemoryStream(Saved()[..^2]))),
            Case.Of(
                "a file of other format",
                "not a tensor file",
                () => Tensor.Load(new MemoryStream("?!? no tensor"u8.ToArray()))),
            Case.Of("a closed stream to read", "readable", () => Tensor.Load(Closed())),
            new("a closed stream to write", "writable", () => ones(3).Save(Closed())),
            new("a read-only stream", "writable", () => ones(3).Save(new MemoryStream(new byte[100], writable: false))),
            new("no stream", "stream", () => ones(3).WriteBytesToStream(null!)),
            Case.OfStandIn(
                "a buffer of no bytes",
                "bufferSize",
                "does not return",
                () => ones(3).WriteBytesToStream(new MemoryStream(), 0)),
            new(
                "a stream with too few bytes",
                "end of the stream",
                () => ones(3).ReadBytesFromStream(new MemoryStream(new byte[8]))),
            new("a file of other dtype", "Float64 expected", () => ones(3, float64).Load(Reader())),
            new("a file of other shape", "[4] expected", () => ones(4).Load(Reader())),
            Case.Of("a model saved to a closed stream", "writable", () => Model().save(Closed())),
            Case.Of("a model loaded from a closed stream", "readable", () => Model().load(Closed())),
            Case.Of("a model's missing file", "missing.dat", () => Model().load(Path.Combine(folder, "missing.dat"))),
            Case.Of("a model's empty file", "end of the stream", () => Model().load(new MemoryStream())),
            Case.Of("a model's truncated file", "end of the stream", () => Model().load(new MemoryStream(ModelFile()[..^2]))),
            Case.Of(
                "a model's file with other names",
                "'weight'",
                () => nn.Sequential(("layer", nn.Linear(3, 2))).load(new MemoryStream(ModelFile()))),
            Case.Of(
                "a model's file with more entries",
                "found 2 entries",
                () => nn.Linear(3, 2, hasBias: false).load(new MemoryStream(ModelFile()))),
            Case.Of(
                "a model's file of other shape",
                "[2, 4] expected",
                () => nn.Linear(4, 2).load(new MemoryStream(ModelFile()))),
            Case.Of(
                "a state dictionary with other names",
                "not identical",
                () => Model().load_state_dict(new() { ["other"] = ones(2) })),
            Case.Of(
                "a state dictionary of other shape",
                "(7)",
                () => Model().load_state_dict(new() { ["weight"] = ones(7), ["bias"] = ones(2) })),
        ];

    static nn.Module Model() => nn.Linear(3, 2);

    static byte[] ModelFile()
    {
        using var stream = new MemoryStream();
        Model().save(stream);
        return stream.ToArray();
    }

    static byte[] Saved()
    {
        using var stream = new MemoryStream();
        ones(3).Save(stream);
        return stream.ToArray();
    }

    static BinaryReader Reader() => new(new MemoryStream(Saved()));

    static MemoryStream Closed()
    {
        var stream = new MemoryStream();
        stream.Close();
        return stream;
    }
}
