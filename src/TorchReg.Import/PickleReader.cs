namespace TorchReg.Import;

/// <summary>
/// Reads the pickle of a state_dict as data. Of the instructions it knows those that such a pickle has, of the names those of
/// tensors and ordered dictionaries; nothing is imported, called or made but the records of <see cref="Pickled"/>. Any other
/// instruction or name is refused.
/// </summary>
/// <remarks>
/// The instructions: https://docs.python.org/3/library/pickletools.html; what torch.save writes:
/// https://docs.pytorch.org/docs/stable/notes/serialization.html.
/// </remarks>
sealed class PickleReader(byte[] bytes, string file)
{
    const int MostItems = 4_000_000;

    readonly PickleBytes code = new(bytes, file);
    readonly Stack<Pickled> stack = [];
    readonly Stack<int> marks = [];
    readonly Dictionary<int, Pickled> memo = [];
    int items;

    /// <summary>What the pickle is of.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or holds what a state_dict has not.</exception>
    internal Pickled Read()
    {
        while (true)
        {
            var instruction = code.Byte();
            if (instruction == (byte)'.') return Pop();
            Run(instruction);
            if (++items > MostItems) throw code.Wrong($"more than {MostItems:N0} instructions");
        }
    }

    void Run(byte instruction)
    {
        switch ((char)instruction)
        {
            case '\x80': Protocol(code.Byte()); break;
            case '\x95': code.Skip(8); break;
            case '}': stack.Push(new PickledMap()); break;
            case ']' or ')': stack.Push(new PickledList([])); break;
            case '(': marks.Push(stack.Count); break;
            case '0': Pop(); break;
            case 'N': stack.Push(new PickledOther("None")); break;
            case '\x88' or '\x89': stack.Push(new PickledNumber(instruction == 0x88 ? 1 : 0)); break;
            case 'K': stack.Push(new PickledNumber(code.Byte())); break;
            case 'M': stack.Push(new PickledNumber(code.Short())); break;
            case 'J': stack.Push(new PickledNumber(code.Int())); break;
            case '\x8a': stack.Push(new PickledNumber(code.Long())); break;
            case 'G': code.Skip(8); stack.Push(new PickledOther("a number that is not whole")); break;
            case 'X': stack.Push(new PickledText(code.Text((uint)code.Int()))); break;
            case '\x8c': stack.Push(new PickledText(code.Text(code.Byte()))); break;
            default: OfOthers(instruction); break;
        }
    }

    void OfOthers(byte instruction)
    {
        switch ((char)instruction)
        {
            case 'q': memo[code.Byte()] = Top(); break;
            case 'r': memo[code.Int()] = Top(); break;
            case '\x94': memo[memo.Count] = Top(); break;
            case 'h': stack.Push(Kept(code.Byte())); break;
            case 'j': stack.Push(Kept(code.Int())); break;
            case 't': stack.Push(new PickledList(Marked())); break;
            case '\x85' or '\x86' or '\x87': stack.Push(new PickledList(Last(instruction - 0x84))); break;
            case 'a': Append([Pop()]); break;
            case 'e': Append(Marked()); break;
            case 's': Set(Last(2)); break;
            case 'u': Set(Marked()); break;
            case 'c': stack.Push(PickleNames.Known($"{code.Line()}.{code.Line()}", file)); break;
            case '\x93': Named(Last(2)); break;
            case 'R': Reduce(Last(2)); break;
            case 'b': Build(Last(2)); break;
            case 'Q': stack.Push(PickleNames.Storage(Pop(), code)); break;
            default: throw code.Wrong($"its pickle has the instruction 0x{instruction:x2}, which no state_dict needs");
        }
    }

    void Protocol(byte version)
    {
        if (version is < 2 or > 5) throw code.Wrong($"a pickle of protocol {version}");
    }

    // An ordered dictionary is made of nothing, a tensor of a storage.
    void Reduce(List<Pickled> of)
    {
        if (of is not [PickledGlobal function, PickledList arguments]) throw code.Wrong($"a call of {of[0].Kind}");
        stack.Push(PickleNames.Called(function, arguments.Items, code));
    }

    // A state_dict's own _metadata: versions of layers, which change no number.
    void Build(List<Pickled> of) => stack.Push(of[0] is PickledMap map ? map : throw code.Wrong($"a state of {of[0].Kind}"));

    void Named(List<Pickled> of) => stack.Push(of is [PickledText module, PickledText name]
        ? PickleNames.Known($"{module.Text}.{name.Text}", file) : throw code.Wrong("a name of something that is no text"));

    void Append(List<Pickled> added)
    {
        if (Top() is not PickledList list) throw code.Wrong($"an entry of {Top().Kind}");
        list.Items.AddRange(added);
    }

    void Set(List<Pickled> pairs)
    {
        if (Top() is not PickledMap map || pairs.Count % 2 != 0) throw code.Wrong("entries that are no pairs of a dictionary");
        for (var i = 0; i < pairs.Count; i += 2)
            map.Entries[pairs[i] is PickledText key ? key.Text : $"({pairs[i].Kind} {i})"] = pairs[i + 1];
    }

    List<Pickled> Marked()
    {
        if (!marks.TryPop(out var from) || from > stack.Count) throw code.Wrong("the end of a list that has no beginning");
        return Last(stack.Count - from);
    }

    List<Pickled> Last(int count)
    {
        var own = new Pickled[count];
        for (var i = count - 1; i >= 0; i--) own[i] = Pop();
        return [.. own];
    }

    Pickled Pop() => stack.TryPop(out var top) ? top : throw code.Wrong("an instruction without what it needs");
    Pickled Top() => stack.TryPeek(out var top) ? top : throw code.Wrong("an instruction without what it needs");
    Pickled Kept(int key) => memo.TryGetValue(key, out var kept) ? kept : throw code.Wrong("a reference to nothing");
}
