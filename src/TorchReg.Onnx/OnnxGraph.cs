using System.Globalization;
using System.Runtime.InteropServices;
using TorchReg.Wire;
using static TorchSharp.torch;

namespace TorchReg.Onnx;

/// <summary>
/// A graph of operators, opset 17 with ai.onnx.ml 3, written by the field numbers of ONNX's public schema
/// (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
/// </summary>
/// <param name="element">What its numbers are: Float or Double.</param>
sealed class OnnxGraph(OnnxElement element)
{
    /// <summary>The domain of operators on texts.</summary>
    internal const string OfText = "ai.onnx.ml";

    const int Opset = 17, OpsetOfText = 3, FormatVersion = 8;
    const string Batch = "rows";

    readonly WireMessage nodes = new(), initializers = new(), inputs = new(), outputs = new();
    readonly Dictionary<string, int> names = [];
    bool hasText;

    /// <summary>What its numbers are.</summary>
    internal OnnxElement Element => element;

    /// <summary>An input of the graph: rows × the given sizes.</summary>
    internal string Input(string name, OnnxElement type, params IEnumerable<long> sizes) =>
        Declared(inputs, 11, name, type, sizes);

    /// <summary>An output of the graph, by the name of a value.</summary>
    internal void Output(string name, OnnxElement type, params IEnumerable<long> sizes) =>
        Declared(outputs, 12, name, type, sizes);

    /// <summary>Numbers that the graph holds.</summary>
    internal string Constant(string name, IReadOnlyList<double> numbers, params long[] sizes)
    {
        var bytes = element == OnnxElement.Double
            ? MemoryMarshal.AsBytes<double>(numbers.ToArray())
            : MemoryMarshal.AsBytes<float>(numbers.Select(number => (float)number).ToArray());
        return Held(name, element, bytes.ToArray(), sizes);
    }

    /// <summary>A tensor's numbers, with its shape.</summary>
    internal string Constant(string name, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return Constant(name, tensor.detach().cpu().to(ScalarType.Float64).flatten().data<double>().ToArray(), tensor.shape);
    }

    /// <summary>Whole numbers that the graph holds, a list of them.</summary>
    internal string Wholes(string name, params long[] numbers) =>
        Held(name, OnnxElement.Int64, MemoryMarshal.AsBytes<long>(numbers).ToArray(), numbers.Length);

    /// <summary>An operator.</summary>
    /// <returns>The name of its output.</returns>
    internal string Node(string kind, IEnumerable<string> taken, params IEnumerable<OnnxAttribute> attributes) =>
        Node(kind, "", null, taken, attributes);

    /// <summary>An operator of a domain, whose output has a name of its own where one is given.</summary>
    internal string Node(
        string kind, string domain, string? name, IEnumerable<string> taken, params IEnumerable<OnnxAttribute> attributes)
    {
        hasText |= domain == OfText;
        var output = name ?? Own(kind.ToLowerInvariant());
        var node = new WireMessage();
        foreach (var input in taken) node.Add(1, input);
        node.Add(2, output).Add(3, Own($"node_{kind}")).Add(4, kind).AddAll(5, attributes, one => one.ToMessage());
        if (domain.Length > 0) node.Add(7, domain);
        nodes.Add(1, node);
        return output;
    }

    /// <summary>The file.</summary>
    /// <param name="name">The graph's name.</param>
    /// <param name="notes">What else is to be said of the model, by key.</param>
    internal byte[] ToBytes(string name, IEnumerable<KeyValuePair<string, string>> notes)
    {
        var version = typeof(OnnxGraph).Assembly.GetName().Version!.ToString(3);
        var graph = Joined(nodes.ToBytes(), new WireMessage().Add(2, name).ToBytes(), initializers.ToBytes(), inputs.ToBytes(),
            outputs.ToBytes());
        var model = new WireMessage()
            .Add(1, FormatVersion).Add(2, "TorchReg").Add(3, version).Add(7, graph)
            .Add(8, new WireMessage().Add(1, "").Add(2, Opset));
        if (hasText) model.Add(8, new WireMessage().Add(1, OfText).Add(2, OpsetOfText));
        return model.AddAll(14, notes, note => new WireMessage().Add(1, note.Key).Add(2, note.Value)).ToBytes();
    }

    static byte[] Joined(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    string Held(string name, OnnxElement type, byte[] bytes, params long[] sizes)
    {
        var unique = Own(name);
        var tensor = new WireMessage();
        foreach (var size in sizes) tensor.Add(1, size);
        initializers.Add(5, tensor.Add(2, (long)type).Add(8, unique).Add(9, bytes));
        return unique;
    }

    string Declared(WireMessage list, int field, string name, OnnxElement type, IEnumerable<long> sizes)
    {
        var shape = new WireMessage().Add(1, new WireMessage().Add(2, Batch))
            .AddAll(1, sizes, size => new WireMessage().Add(1, size));
        var held = new WireMessage().Add(1, (long)type).Add(2, shape);
        list.Add(field, new WireMessage().Add(1, name).Add(2, new WireMessage().Add(1, held)));
        names[name] = 1;
        return name;
    }

    // Apart from the names of inputs, which are a file's columns.
    string Own(string name) => Free($"/{name}");

    /// <summary>A name that nothing has so far: this one, or this one with a number.</summary>
    internal string Free(string name)
    {
        var seen = names.GetValueOrDefault(name);
        names[name] = seen + 1;
        return seen == 0 ? name : Free(string.Create(CultureInfo.InvariantCulture, $"{name}_{seen}"));
    }
}
