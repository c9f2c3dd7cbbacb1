namespace TorchReg.Onnx.Tests;

/// <summary>Agreement: what a second reader makes of a file is what the module gives.</summary>
[Trait("Speed", "Slow")]
public sealed class PeerTests
{
    // OpenCV 4.6 takes one index in Gather, and has no LayerNormalization before 4.8.
    static readonly string[] notInOpenCv = ["columns", "layer norm"];

    public static TheoryData<string> InOpenCv => [.. ModuleTests.Models.Keys.Except(notInOpenCv)];

    public static TheoryData<string> All => ModuleTests.Names;

    [PeerTheory("cv2", "python3-opencv"), MemberData(nameof(InOpenCv))]
    public void OpenCV_reads_what_the_module_says(string name)
    {
        using var scope = NewDisposeScope();
        var (model, row, rows) = ModuleTests.Drawn(name);
        var expected = Layers.Prediction.Of(model, rows);
        var (sizes, values) = Peer.OpenCvOf(OnnxModel.ToBytes(model, row), rows);
        Assert.Equal(expected.shape.Select(size => (int)size), sizes);
        foreach (var (ours, theirs) in expected.data<float>().ToArray().Zip(values))
            Assert.Equal(ours, theirs, 1e-5 * Math.Max(1, Math.Abs(ours)));
    }

    [PeerTheory("onnx", "python3-onnx"), MemberData(nameof(All))]
    public void The_standards_own_checker_finds_the_sizes_that_the_module_gives(string name)
    {
        using var scope = NewDisposeScope();
        var (model, row, rows) = ModuleTests.Drawn(name);
        Assert.Equal(
            Layers.Prediction.Of(model, rows).shape[1..].Select(size => (int)size),
            Peer.CheckedSizes(OnnxModel.ToBytes(model, row)));
    }
}
