using static TorchSharp.torch;

namespace TorchReg.Penalties;

// What a checkpoint keeps of the penalties, besides the count of steps.
public sealed partial class Regularization
{
    /// <summary>The half-precision parameters' float32 copies, by the parameters' names.</summary>
    internal IEnumerable<(string Name, Tensor Tensor)> MasterCopies() =>
        modes.Joints.Where(joint => joint.Master is not null).Select(joint => (joint.Target.Name, joint.Master!));

    /// <summary>Puts back what <see cref="MasterCopies"/> gave, after the weights.</summary>
    /// <exception cref="InvalidDataException">A copy is of no parameter of half precision that a rule acts on proximally, or has another shape.</exception>
    internal void RestoreMasterCopies(IReadOnlyDictionary<string, Tensor> saved, string file)
    {
        foreach (var joint in modes.Joints) joint.Master = null;
        foreach (var (name, tensor) in saved)
        {
            var joint = Array.Find(modes.Joints, j => j.Target.Name == name && HalfPrecision.Is(j.Target.Parameter))
                ?? throw new InvalidDataException($"{file}: a float32 copy of '{name}' is saved, which is no half-precision weight under a proximal rule here; the checkpoint is of another training.");
            if (!tensor.shape.AsSpan().SequenceEqual(joint.Target.Parameter.shape))
                throw new InvalidDataException($"{file}: the float32 copy of '{name}' is [{string.Join("×", tensor.shape)}], expected [{string.Join("×", joint.Target.Parameter.shape)}].");
            joint.Master = tensor;
        }
    }
}
