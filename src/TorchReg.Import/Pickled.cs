namespace TorchReg.Import;

/// <summary>What a pickle may hold here: names and numbers, lists of them, and tensors as they lie in storages.</summary>
abstract record Pickled
{
    /// <summary>The kind, for a refusal.</summary>
    internal abstract string Kind { get; }
}

/// <summary>A text.</summary>
sealed record PickledText(string Text) : Pickled
{
    internal override string Kind => "a text";
}

/// <summary>A whole number, a truth value among them.</summary>
sealed record PickledNumber(long Number) : Pickled
{
    internal override string Kind => "a number";
}

/// <summary>A number that is not whole, or None.</summary>
sealed record PickledOther(string Name) : Pickled
{
    internal override string Kind => Name;
}

/// <summary>A tuple or a list.</summary>
sealed record PickledList(List<Pickled> Items) : Pickled
{
    internal override string Kind => "a list";
}

/// <summary>A dictionary; of entries whose key is no text only their number is known.</summary>
sealed record PickledMap : Pickled
{
    internal Dictionary<string, Pickled> Entries { get; } = [];
    internal override string Kind => "a dictionary";
}

/// <summary>A name of a class or function, one of the few that are known.</summary>
sealed record PickledGlobal(string Name) : Pickled
{
    internal override string Kind => Name;
}

/// <summary>A storage: one of the archive's files of numbers.</summary>
sealed record PickledStorage(TorchStorageType Type, string Key, long Count) : Pickled
{
    internal override string Kind => "a storage";
}

/// <summary>A tensor: its place in a storage.</summary>
sealed record PickledTensor(PickledStorage Storage, long Offset, long[] Shape, long[] Strides) : Pickled
{
    internal override string Kind => "a tensor";
}
