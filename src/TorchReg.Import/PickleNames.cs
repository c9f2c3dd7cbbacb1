namespace TorchReg.Import;

/// <summary>The names that a state_dict's pickle may hold, and what they make: records, nothing that runs.</summary>
static class PickleNames
{
    const string Tensor = "torch._utils._rebuild_tensor_v2",
        Parameter = "torch._utils._rebuild_parameter",
        Ordered = "collections.OrderedDict";

    const int MostSizes = 64;

    /// <summary>A name that is known.</summary>
    /// <exception cref="InvalidDataException">Any other; the message says which.</exception>
    internal static PickledGlobal Known(string name, string file) =>
        name is Tensor or Parameter or Ordered || TorchStorageType.Find(name) is not null ? new(name)
        : throw new InvalidDataException(
            $"{file}: its pickle names {Shown.Value(name)}, which is no tensor: nothing of it is run. Save the " +
            "state_dict alone, torch.save(model.state_dict(), …), or safetensors.");

    /// <summary>('storage', type, key, place, count).</summary>
    internal static PickledStorage Storage(Pickled id, PickleBytes code) =>
        id is PickledList
        {
            Items: [PickledText { Text: "storage" }, PickledGlobal global, PickledText key, PickledText, PickledNumber count]
        }
        && TorchStorageType.Find(global.Name) is { } type && count.Number >= 0 ? new(type, key.Text, count.Number)
        : throw code.Wrong("a storage that is not described as torch does");

    internal static Pickled Called(PickledGlobal function, List<Pickled> with, PickleBytes code) => (function.Name, with) switch
    {
        (Ordered, []) => new PickledMap(),
        (Parameter, [PickledTensor tensor, ..]) => tensor,
        (Tensor, [PickledStorage storage, PickledNumber offset, PickledList shape, PickledList strides, ..]) =>
            TensorOf(storage, offset.Number, Numbers(shape, code), Numbers(strides, code), code),
        _ => throw code.Wrong($"a call of {function.Name} with what it does not take"),
    };

    static long[] Numbers(PickledList list, PickleBytes code) => list.Items.Count > MostSizes
        ? throw code.Wrong($"a tensor of {list.Items.Count} dimensions")
        : [.. list.Items.Select(item => item is PickledNumber { Number: >= 0 } number ? number.Number
            : throw code.Wrong("a size that is no whole number from 0"))];

    // Within the storage, whatever the strides are.
    static PickledTensor TensorOf(PickledStorage storage, long offset, long[] shape, long[] strides, PickleBytes code)
    {
        if (shape.Length != strides.Length || offset < 0) throw code.Wrong("a tensor whose strides are not of its sizes");
        try
        {
            checked
            {
                var (last, count) = (offset, 1L);
                for (var i = 0; i < shape.Length; i++) (last, count) =
                    (last + (Math.Max(shape[i], 1) - 1) * strides[i], count * shape[i]);
                if (count > 0 && last >= storage.Count || count > storage.Count)
                    throw code.Wrong($"a tensor [{string.Join("×", shape)}] that goes beyond its storage of {storage.Count}");
            }
        }
        catch (OverflowException overflow) { throw code.Wrong("a tensor of more than 2⁶³ elements", overflow); }
        return new(storage, offset, shape, strides);
    }
}
