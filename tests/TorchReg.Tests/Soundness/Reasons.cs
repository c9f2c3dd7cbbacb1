using System.Text.RegularExpressions;

namespace TorchReg.Tests.Soundness;

/// <summary>A refusal's words without the numbers and names of one case, so that one reason is one line.</summary>
static class Reasons
{
    public static string Normalized(string message, Combination c, Part part)
    {
        var text = message.Split('\n')[0];
        foreach (var (name, isSet) in c.Rules
            .Select(r => (r.Kind.Library(part, r.Lambda, c.With.Type).Name, r.Kind.IsSet)).OrderByDescending(n => n.Name.Length))
            text = text.Replace(name, isSet ? "CONSTRAINT" : "PENALTY", StringComparison.Ordinal);
        text = Regex.Replace(text, $@"(?<=with |this ){c.Optimizer.Class}\b|^{c.Optimizer.Class}(?= has)", "OPTIMIZER");
        text = Regex.Replace(text, @"\b(layer|first|second)\.(weight|bias)( \[[^]]*\])?", "PARAMETER");
        text = Regex.Replace(text, @" \(Parameter '\w+'\)", "");
        return Regex.Replace(text, @"(?<![A-Za-z])-?\d+(\.\d+)?(E-?\d+)?", "#");
    }
}
