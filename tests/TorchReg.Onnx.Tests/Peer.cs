using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TorchReg.Onnx.Tests;

/// <summary>Readers of ONNX in Debian's Python, which share no code with ONNX Runtime.</summary>
static class Peer
{
    // An array of three dimensions would be taken for one of two with channels; Debian's package lacks cv2.Mat, which says it.
    const string OpenCv = """
        import cv2, numpy, sys
        class Rows(numpy.ndarray): wrap_channels = False
        cv2._registerMatType(Rows)
        rows = numpy.fromfile(sys.argv[2], "f4").reshape([int(size) for size in sys.argv[3:]])
        net = cv2.dnn.readNetFromONNX(sys.argv[1])
        net.setInput(rows.view(Rows))
        given = net.forward()
        print(*given.shape)
        print(*("%.9g" % number for number in given.ravel()))
        """;

    const string Checker = """
        import onnx, sys
        model = onnx.load(sys.argv[1])
        onnx.checker.check_model(model, full_check=True)
        inferred = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
        print(*(size.dim_value for size in inferred.graph.output[0].type.tensor_type.shape.dim))
        """;

    /// <summary>What OpenCV's dnn makes of rows in float32.</summary>
    internal static (int[] Sizes, double[] Values) OpenCvOf(byte[] model, torch.Tensor rows)
    {
        using var folder = new PeerFolder();
        var (file, data) = (folder.Write("model.onnx", model),
            folder.Write("rows", MemoryMarshal.AsBytes<float>(rows.data<float>().ToArray()).ToArray()));
        var lines = Run(OpenCv, [file, data, .. rows.shape.Select(size => size.ToString(CultureInfo.InvariantCulture))]);
        return ([.. Numbers(lines[0]).Select(size => (int)size)], Numbers(lines[1]));
    }

    /// <summary>
    /// The sizes of a row of the output, as ONNX's own checker infers them from the operators; what is not as the standard has it
    /// fails.
    /// </summary>
    internal static int[] CheckedSizes(byte[] model)
    {
        using var folder = new PeerFolder();
        return [.. Numbers(Run(Checker, [folder.Write("model.onnx", model)])[0]).Skip(1).Select(size => (int)size)];
    }

    static double[] Numbers(string line) =>
        [.. line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    static string[] Run(string script, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(PeerTheoryAttribute.Python, ["-c", script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.TrimEnd().Split('\n') : throw new InvalidDataException(errors.Result);
    }

    sealed class PeerFolder : IDisposable
    {
        readonly string path = Directory.CreateTempSubdirectory("torchreg-onnx").FullName;

        internal string Write(string name, byte[] bytes)
        {
            var file = Path.Combine(path, name);
            File.WriteAllBytes(file, bytes);
            return file;
        }

        public void Dispose() => Directory.Delete(path, recursive: true);
    }
}
