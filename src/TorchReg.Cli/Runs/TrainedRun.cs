using TorchReg.Cli.Config.Train;
using TorchReg.Layers;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Storage;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Cli.Runs;

/// <summary>A finished run's model with all that it needs to predict and to be judged, on the CPU.</summary>
sealed class TrainedRun : IDisposable
{
    internal TrainedRun(string folder)
    {
        Files = RunFiles.Finished(folder);
        Settings = TrainConfig.LoadResolved(Files.Config);
        Input = InputFile.Read(Files.Input);
        Model = RunModel.Create(Settings, Input, CPU);
        ModelFile.Load(Model, Files.Model);
        Loss = RunParts.Loss(Settings.Loss, Input.Classes != null);
        Regularization = RunParts.Penalties(Settings.Penalties, Model);
    }

    internal RunFiles Files { get; }
    internal TrainSettings Settings { get; }
    internal InputEncoding Input { get; }
    internal nn.Module<Tensor, Tensor> Model { get; }
    internal Loss Loss { get; }
    internal Regularization? Regularization { get; }

    /// <summary>Class probabilities, n × classes, or numbers, n × 1; the caller's.</summary>
    internal Tensor Predict(Tensor features)
    {
        using var scope = NewDisposeScope();
        var output = Prediction.Of(Model, features);
        return (Input.Classes == null ? output : output.softmax(1)).to(ScalarType.Float64).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        Regularization?.Dispose();
        Model.Dispose();
    }
}
