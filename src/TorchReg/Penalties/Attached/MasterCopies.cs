using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// The float32 copies of a regularization's half-precision parameters, those that proxes act on and those that decay: what a
/// checkpoint keeps of penalties besides the count of steps.
/// </summary>
sealed class MasterCopies(Attachment attachment)
{
    const string OfDecay = "decay/";

    readonly RuleModes modes = attachment.Modes;

    /// <summary>Those that are there, by the parameters' names.</summary>
    internal IEnumerable<(string Name, Tensor Tensor)> Named() =>
    [
        .. modes.Joints.Where(joint => joint.Master is not null).Select(joint => (joint.Target.Name, joint.Master!)),
        .. modes.In(PenaltyMode.Decoupled).Where(p => p.Master is not null).Select(p => (OfDecay + p.Target.Name, p.Master!)),
    ];

    /// <summary>The names of those that have no copy yet: no step of such a rule has reached them.</summary>
    internal string[] Missing() =>
    [
        .. modes.Joints.Where(joint => joint.Master is null && HalfPrecision.Is(joint.Target.Parameter))
            .Select(joint => joint.Target.Name),
        .. modes.In(PenaltyMode.Decoupled).Where(p => p.Master is null && HalfPrecision.Is(p.Target.Parameter))
            .Select(p => OfDecay + p.Target.Name),
    ];

    /// <summary>Puts back what <see cref="Named"/> and <see cref="Missing"/> gave, after the weights.</summary>
    /// <exception cref="InvalidDataException">
    /// A copy is of no parameter of half precision that such a rule acts on, has another shape, or is missing.
    /// </exception>
    internal void Restore(IReadOnlyDictionary<string, Tensor> saved, string[] uncopied, string file)
    {
        foreach (var joint in modes.Joints) joint.Master = null;
        foreach (var p in attachment.Placed) p.Master = null;
        foreach (var (name, tensor) in saved)
        {
            var (target, restore) =
                CopyNamed(name) is { } copy && HalfPrecision.Is(copy.Target.Parameter)
                    ? copy
                    : throw new InvalidDataException(
                        $"{file}: a float32 copy of '{name}' is saved, which is no half-precision weight under a proximal or " +
                        "decoupled rule here; the checkpoint is of another training.");
            if (!tensor.shape.AsSpan().SequenceEqual(target.Parameter.shape))
                throw new InvalidDataException(
                    $"{file}: the float32 copy of '{name}' is [{string.Join("×", tensor.shape)}], expected " +
                    $"[{string.Join("×", target.Parameter.shape)}].");
            restore(tensor);
        }
        if (Missing().Except(uncopied).FirstOrDefault() is { } missing)
            throw new InvalidDataException(
                $"{file}: there is no float32 copy of '{missing}', which this training keeps of half-precision weights; the " +
                "checkpoint is of another training.");
    }

    (ModelParameter Target, Action<Tensor> Restore)? CopyNamed(string name)
    {
        if (modes.In(PenaltyMode.Decoupled).FirstOrDefault(p => OfDecay + p.Target.Name == name) is { } decaying)
            return (decaying.Target, saved => decaying.Master = saved);
        return Array.Find(modes.Joints, j => j.Target.Name == name) is { } joint
            ? (joint.Target, saved => joint.Master = saved)
            : null;
    }
}
