namespace TorchSharp.Modules;

/// <summary>A group's settings. What is null is taken from the optimizer.</summary>
public class OptimizerOptions
{
    public double? LearningRate { get; set; }
    public double InitialLearningRate { get; set; }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate!.Value);
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
    }

    /// <summary>Takes from the optimizer's options what this group leaves open.</summary>
    private protected virtual void Complete(OptimizerOptions defaults) { }

    internal void CompleteFrom(OptimizerOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        Complete(defaults);
        InitialLearningRate = LearningRate!.Value;
    }

    private protected static void Write(BinaryWriter writer, params ReadOnlySpan<double?> values)
    {
        foreach (var value in values) writer.Write(value!.Value);
    }

    private protected static void Write(BinaryWriter writer, params ReadOnlySpan<bool?> values)
    {
        foreach (var value in values) writer.Write(value!.Value);
    }
}
