namespace TorchReg.Cli.Tests.Transcripts;

/// <summary>Files that are bad in one way each.</summary>
static class BadInputs
{
    const string Run = """
        { "data": { "source": "regression", "trainRows": 60, "testRows": 20 }, "model": { "kind": "linear" },
          "penalties": [{ "penalty": "l1", "lambda": 0.1 }], "training": { "epochs": 1, "learningRate": 0.01 } }
        """;

    static readonly (string Name, string Text)[] files =
    [
        ("run.json", Run),
        ("broken.json", "{ \"training\": { \"epochs\": 3 "),
        ("key.json", """{ "training": { "epohcs": 3 } }"""),
        ("value.json", """{ "optimizer": { "kind": "adamm" } }"""),
        ("range.json", """{ "training": { "epochs": 0 } }"""),
        ("conflict.json", """{ "model": { "kind": "mlp" } }"""),
        ("layer.json", Run.Replace("\"lambda\": 0.1", "\"lambda\": 0.1, \"names\": \"linear.wieght\"")),
        ("clip.json", Run.Replace("\"training\"", "\"optimizer\": { \"weightDecay\": 0.1, \"clipNorm\": 1 }, \"training\"")),
        ("diverges.json", Run.Replace("0.01", "1000000").Replace("\"epochs\": 1", "\"epochs\": 9")),
        ("compare.json", """{ "runs": [] }"""),
        ("sweep.json", """{ "base": "run.json", "vary": { "training.learningRat": [0.1] } }"""),
        ("points.json", """{ "base": "run.json", "vary": { "optimizer.kind": ["sdg"] } }"""),
        ("select.json", """{ "problem": { "loss": "huberr" } }"""),
        ("rows.csv", "size,town,price\n1,a,10\n2,b,20\n3,a,15\n4,b,30\n5,a,12\n6,b,31\n7,a,14\n8,b,29\n9,a,18\n10,b,24\n"),
        ("missing.csv", "size,price\n1,10\n,20\n3,15\n4,30\n5,12\n6,31\n7,14\n8,29\n9,18\n10,24\n"),
        ("ragged.csv", "size,price\n1,10\n2,20,3\n3,15\n"),
        ("empty.csv", ""),
        ("header.csv", "size,price\n"),
        ("model.json", """{ "coef": [[1.5]], "intercept": [0.1], "features": ["size"] }"""),
        ("nan.json", """{ "coef": [[NaN]] }"""),
        ("one.csv", "size,price\n1,a\n2,a\n3,a\n4,a\n5,a\n6,a\n"),
    ];

    internal static void WriteTo(string folder)
    {
        foreach (var (name, text) in files) File.WriteAllText(Path.Combine(folder, name), text);
    }
}
