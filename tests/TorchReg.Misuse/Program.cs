using System.Reflection;
using TorchReg.Misuse;

// Without arguments, runs every misuse but the uncaught ones, which would end the process on the package; KIND runs those of a
// kind, KIND N the N-th of them alone, and returns 3 where there is none. Prints a line for each: kind, name, what the message
// must say, exception type, message. A crash leaves the line of its case unfinished.
(string Kind, Case[] Cases)[] kinds =
[
    ("shape", Shapes.Cases),
    ("dtype", Types.Cases),
    ("index", Indices.Cases),
    ("disposed", Disposed.Cases),
    ("backward", Backward.Cases),
    ("device", Devices.Cases),
    ("file", Files.Cases),
    ("null", Nulls.Cases),
    ("library", Library.Cases),
    ("harmless", Harmless.Cases),
    ("uncaught", Uncaught.Cases),
    ("loud", Warnings.Loud),
    ("silent", Warnings.Silent),
];
kinds =
[
    .. kinds.Where(kind => args is [var chosen, ..] ? kind.Kind == chosen : kind.Kind is not ("uncaught" or "loud" or "silent"))
];
if (args is [_, var n]) kinds = [.. kinds.Select(kind => (kind.Kind, kind.Cases.Skip(int.Parse(n)).Take(1).ToArray()))];
if (kinds.All(kind => kind.Cases.Length == 0)) return 3;
var isStandIn = typeof(TorchSharp.torch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
    .Any(a => a is { Key: "TorchBackend", Value: "SystemLibtorch" });
foreach (var (kind, cases) in kinds)
{
    foreach (var wrong in cases)
    {
        if (wrong.Package != null && !isStandIn) continue;
        Console.Write($"{kind}\t{wrong.Name}\t{wrong.Says}\t");
        Console.Out.Flush();
        Console.WriteLine(Outcome(wrong));
    }
}
return 0;

static string Outcome(Case wrong)
{
    try
    {
        wrong.Run();
        return "none\t";
    }
    catch (Exception e)
    {
        return $"{e.GetType().Name}\t{e.Message.ReplaceLineEndings(" ")}";
    }
}
