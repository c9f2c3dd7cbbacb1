namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // TorchSharp's .dat files: the number of entries, then for each its name and its tensor.
        public partial class Module
        {
            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var entries = sd.Where(entry => skip is null || !skip.Contains(entry.Key)).ToList();
                writer.Encode(entries.Count);
                foreach (var (key, tensor) in entries)
                {
                    writer.Write(key);
                    tensor.Save(writer);
                }
            }

            public virtual Module load(
                string location, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                if (!File.Exists(location)) throw new FileNotFoundException(location);
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            public Module load(
                Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            public virtual Module load(
                BinaryReader reader, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                var own = state_dict();
                var count = reader.Decode();
                if (strict && count != own.Count)
                    throw new ArgumentException($"Mismatched state_dict sizes: expected {own.Count}, but found {count} entries.");
                for (var i = 0L; i < count; i++)
                {
                    var key = reader.ReadString();
                    var found = own.TryGetValue(key, out var target);
                    if (strict && !found)
                        throw new ArgumentException(
                            "Mismatched module state names: the target modules does not have a submodule or buffer " +
                            $"named '{key}'");
                    var wanted = found && skip?.Contains(key) != true;
                    LoadEntry(reader, target, wanted);
                    if (loadedParameters is not null) loadedParameters[key] = wanted;
                }
                return this;
            }

            static void LoadEntry(BinaryReader reader, Tensor? target, bool wanted)
            {
                if (target is null || target.is_cpu())
                {
                    if (target is null) TensorExtensionMethods.Load(reader, skip: true);
                    else target.Load(reader, skip: !wanted);
                    return;
                }
                using var loaded = Tensor.Load(reader);
                using var _ = no_grad();
                if (wanted) copy.Into(target, loaded);
            }

            public static Module Create<T>(string path) where T : Module, new() => new T().load(path);
        }
    }
}
