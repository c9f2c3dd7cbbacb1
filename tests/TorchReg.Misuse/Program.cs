using TorchReg.Misuse;

// Runs every case and prints a line for each: kind, name, what the message must say, exception type, message.
// A crash leaves the line of its case unfinished.
(string Kind, Case[] Cases)[] kinds =
[
    ("shape", Shapes.Cases), ("dtype", Types.Cases), ("index", Indices.Cases), ("disposed", Disposed.Cases), ("backward", Backward.Cases),
    ("device", Devices.Cases), ("file", Files.Cases), ("null", Nulls.Cases), ("harmless", Harmless.Cases),
];
foreach (var (kind, cases) in kinds)
{
    foreach (var wrong in cases)
    {
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
