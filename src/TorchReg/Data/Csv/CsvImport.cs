using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>Reads records into a dataset, learning the encoding or following one.</summary>
internal sealed partial class CsvImport
{
    private readonly CsvReader records;
    private readonly string[] names;
    private readonly CsvSchema chosen;
    private readonly CsvFieldParser[] parsers;

    public CsvImport(CsvReader records, CsvOptions options, CsvSchema? learnt = null, bool withTarget = true)
    {
        this.records = records;
        names = CsvHeader.Read(records, options);
        chosen = learnt ?? CsvSchema.Chosen(options, names, records);
        var columns = withTarget
            ? chosen.Features.Append(chosen.Target).Concat(chosen.Weights is { } weights ? [weights] : [])
            : chosen.Features;
        var (places, missing) = (CsvHeader.Places(names), options.Missing.ToHashSet(StringComparer.Ordinal));
        parsers =
        [
            .. columns.Select(column => new CsvFieldParser(
                column,
                CsvHeader.Position(column, chosen, names, places, records),
                options,
                missing,
                learns: learnt is null,
                ReferenceEquals(column, chosen.Target),
                ReferenceEquals(column, chosen.Weights)))
        ];
        if (options.HasHeader && !records.Read()) throw records.Wrong("expected rows after the header, found none.");
    }

    public CsvTable Read()
    {
        using var scope = NewDisposeScope();
        var blocks = Rows();
        var p = chosen.Features.Count;
        var features = cat([.. blocks.Select(Features)]);
        var targets = cat([.. blocks.Select(block => Targets(block.narrow(1, p, 1)))]);
        var weights = chosen.Weights is null ? null : cat([.. blocks.Select(block => block.select(1, p + 1))]);
        var learnt = chosen with { Features = [.. parsers.Take(p).Select(parser => parser.Learnt)], Target = parsers[p].Learnt };
        return new(
            new Dataset(features, targets, weights)
            { FeatureNames = learnt.FeatureNames, TargetNames = learnt.Classes ?? [learnt.Target.Name] },
            learnt);
    }

    /// <summary>The schema with the categories and classes of a whole file, of which nothing else is kept.</summary>
    public CsvSchema Learn()
    {
        var (p, words) = (chosen.Features.Count, parsers.Where(parser => parser.Codes is not null).ToArray());
        do
        {
            CheckCount();
            foreach (var parser in words) parser.Parse(records);
        } while (records.Read());
        return chosen with
        {
            Features = [.. parsers.Take(p).Select(parser => parser.Learnt)],
            Target = parsers[p].Learnt,
        };
    }

    /// <summary>The records' numbers and codes, features first, then target and weight; the same array each time.</summary>
    public IEnumerable<double[]> Records()
    {
        var numbers = new double[parsers.Length];
        do
        {
            CheckCount();
            for (var j = 0; j < numbers.Length; j++) numbers[j] = parsers[j].Parse(records);
            yield return numbers;
        } while (records.Read());
    }

    /// <summary>The rows in datasets of some thousand numbers, after the classes were learnt; no column is of text.</summary>
    public IEnumerable<Dataset> Blocks()
    {
        var (p, rows) = (chosen.Features.Count, Math.Max(1, (1 << 20) / parsers.Length));
        foreach (var block in Records().Select(record => (double[])record.Clone()).Chunk(rows))
        {
            var numbers = block.SelectMany(record => record).ToArray();
            using var scope = NewDisposeScope();
            var all = tensor(numbers, [block.Length, parsers.Length]);
            var (y, w) = (all.narrow(1, p, 1), chosen.Weights is null ? null : all.select(1, p + 1).clone());
            yield return new(all.narrow(1, 0, p).to(chosen.Options.Type, copy: true),
                chosen.Target.Categories is null ? y.clone() : y.select(1, 0).to(ScalarType.Int64), w)
            { FeatureNames = chosen.FeatureNames };
        }
    }

    private void CheckCount()
    {
        if (records.Count != names.Length)
            throw records.Wrong($"expected {names.Length} fields, as in the first record, found {records.Count}.");
    }

    public Tensor ReadFeatures()
    {
        using var scope = NewDisposeScope();
        return cat([.. Rows().Select(Features)]).MoveToOuterDisposeScope();
    }

    private IReadOnlyList<Tensor> Rows()
    {
        var numbers = new NumberBlocks(parsers.Length, chosen.Options.Type);
        do
        {
            CheckCount();
            foreach (var parser in parsers) numbers.Add(parser.Parse(records));
        } while (records.Read());
        var blocks = numbers.Finish();
        CheckSize(blocks.Sum(block => block.shape[0]));
        return blocks;
    }
}
