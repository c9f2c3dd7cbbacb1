using System.Text.Json;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Settings;

/// <summary>What a configuration file may be at most: one pass over its bytes, before anything is made of them.</summary>
static class JsonLimits
{
    internal const int LongestFile = 16 << 20;
    internal const int LongestKey = 200;
    internal const int MostValues = 20_000;
    const int Deepest = 32;

    internal static void Check(string origin, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(
            json,
            new()
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
                MaxDepth = Deepest
            });
        for (var values = 0; reader.Read();)
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName when Text(origin, ref reader) is { Length: > LongestKey } key:
                    throw new UserError(
                        $"{origin}: a key has {key.Length:N0} characters, of at most {LongestKey}: {Shown.Value(key)}");
                case JsonTokenType.PropertyName: break;
                case JsonTokenType.String: Text(origin, ref reader); goto default;
                default:
                    if (++values > MostValues)
                        throw new UserError(
                            FormattableString.Invariant(
                                $"{origin}: more than {MostValues:N0} values, which no configuration needs; is it a file ") +
                                "of rows?");
                    break;
            }
    }

    // Half of a surrogate pair, escaped, is valid JSON and no text.
    static string Text(string origin, ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException bad)
        {
            throw new UserError(
                $"{origin}: a text at byte {reader.TokenStartIndex} holds half of a surrogate pair (\\uD800 to \\uDFFF alone); " +
                "write the whole character",
                bad);
        }
    }
}
