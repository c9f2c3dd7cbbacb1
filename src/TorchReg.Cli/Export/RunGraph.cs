using TorchReg.Cli.Host;
using TorchReg.Cli.Runs;
using TorchReg.Onnx;

namespace TorchReg.Cli.Export;

/// <summary>All that predict does for a run, as a graph of ONNX.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Inputs">Their names.</param>
/// <param name="Outputs">Their names.</param>
sealed record RunGraph(byte[] Bytes, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    internal static RunGraph Of(string folder, FinishedRun run)
    {
        var graph = new OnnxGraph(run.Input.IsDouble ? OnnxElement.Double : OnnxElement.Float);
        var columns = new ColumnNodes(graph, run.Input);
        try
        {
            var scores = OnnxLayers.Add(graph, run.Model, columns.Standardized());
            var outputs = new OutputNodes(graph, run).Add(scores);
            var notes = new Dictionary<string, string>
            {
                ["columns"] = string.Join('\n', run.Input.FeatureNames),
                ["run"] = Path.GetFileName(Path.GetFullPath(folder)),
            };
            return new(graph.ToBytes(notes["run"], notes), columns.Inputs, outputs);
        }
        catch (NotSupportedException without)
        {
            throw new UserError($"{folder}: {without.Message}", without);
        }
    }
}
