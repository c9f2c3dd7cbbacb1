using TorchReg.Cli.Host;
using TorchReg.Penalties;
using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.Cli.Pipeline;

/// <summary>A safetensors file that a rule names, one tensor for each parameter, under the parameter's name.</summary>
sealed class RuleTensors : IDisposable
{
    readonly string path, key;
    readonly LoadedTensors file;

    RuleTensors(string path, string key, LoadedTensors file) => (this.path, this.key, this.file) = (path, key, file);

    /// <summary>The file; null where the rule names none.</summary>
    /// <param name="path">The file's, or nothing.</param>
    /// <param name="key">The setting that names it, "penalties.0.factors", for messages.</param>
    internal static RuleTensors? Load(string path, string key) =>
        path.Length == 0 ? null : Readable(key, () => new RuleTensors(path, key, SafeTensors.Load(path)));

    /// <summary>SHA-256 of the file's bytes.</summary>
    internal static string Digest(string path, string key) => Readable(key, () => FileDigest.Of(path));

    /// <summary>A parameter's tensor, a copy of the parameter's dtype.</summary>
    internal Tensor For(ModelParameter parameter)
    {
        if (!file.Tensors.TryGetValue(parameter.Name, out var tensor))
            throw new UserError(
                $"{key}: {path} has no tensor '{parameter.Name}'; it has {string.Join(", ", file.Tensors.Keys.Take(8))}");
        if (!tensor.shape.AsSpan().SequenceEqual(parameter.Parameter.shape))
            throw new UserError(
                $"{key}: '{parameter.Name}' is [{string.Join("×", tensor.shape)}] in {path}; the model's is " +
                $"[{string.Join("×", parameter.Parameter.shape)}]");
        return tensor.to(parameter.Parameter.dtype, copy: true);
    }

    static T Readable<T>(string key, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new UserError($"{key}: {unreadable.Message}", unreadable);
        }
    }

    public void Dispose() => file.Dispose();
}
