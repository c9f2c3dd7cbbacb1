using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A group's settings. What is null is taken from the optimizer.</summary>
public class OptimizerOptions
{
    public double? LearningRate { get; set; }
    public double InitialLearningRate { get; set; }

    /// <summary>Names each setting to a pass, in the order of files.</summary>
    private protected virtual void Each(Fields fields) { }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate!.Value);
        Each(Fields.WrittenTo(writer));
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
        Each(Fields.ReadFrom(reader, CPU));
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
        Each(Fields.From(ValuesOf(source), (_, given) => given));
    }

    /// <summary>Takes from the optimizer's options what this group leaves open.</summary>
    internal void CompleteFrom(OptimizerOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        Each(Fields.From(ValuesOf(defaults), (own, given) => own ?? given));
        InitialLearningRate = LearningRate!.Value;
    }

    List<object?> ValuesOf(OptimizerOptions source)
    {
        if (!GetType().IsInstanceOfType(source)) throw new InvalidCastException($"{source.GetType()} are no {GetType()}.");
        var values = new List<object?>();
        source.Each(Fields.ListedIn(values));
        return values;
    }
}
