using System.Text;

namespace TorchReg.Cli.Completion;

/// <summary>For PowerShell from 5 on.</summary>
static class PowerShellScript
{
    internal static string Of(IReadOnlyList<CompletedCommand> commands) => $$"""
        # Completes torchreg in PowerShell.
        Register-ArgumentCompleter -Native -CommandName torchreg, torchreg.exe -ScriptBlock {
            param($word, $line, $position)
            $table = @{
        {{Tables(commands)}}    }
            $text = $line.ToString()
            $length = [Math]::Min([Math]::Max($position - $line.Extent.StartOffset, 0), $text.Length)
            $typed = @($text.Substring(0, $length) -split '\s+')
            if ($position - $line.Extent.StartOffset -gt $text.Length) { $typed += '' }
            $part = $typed[-1]
            $at = ''
            $before = ''
            for ($i = 1; $i -lt $typed.Count - 1; $i++) {
                $before = $typed[$i]
                if ($table.ContainsKey("options|$("$at $before".Trim())")) { $at = "$at $before".Trim() }
            }
            function Values($name) { $table["values|$at " + ($name -replace '\.\d+\.', '.0.')] }
            $prefix = ''
            if ($part -match '^--[^=]*=') {
                $name, $part = $part -split '=', 2
                $prefix = "$name="
                $found = Values $name
            } else {
                if ($before.StartsWith('--')) { $found = Values $before }
                if (-not $found) {
                    if ($part -match '^-.*\.') { $found = $table["keys|$at"] }
                    elseif ($part.StartsWith('-')) { $found = $table["options|$at"] }
                    else { $found = @($table["commands|$at"]) + @(Values '') }
                }
            }
            $folder = if ($part -match '[/\\]') { $part -replace '[^/\\]*$' } else { '' }
            foreach ($one in $found) {
                if (-not $one) { continue }
                $text, $meaning = $one -split "`t", 2
                if (-not $meaning) { $meaning = $text }
                if ($text -eq '<FILE>' -or $text -eq '<FOLDER>') {
                    $only = @{ Path = "$part*"; Directory = $text -eq '<FOLDER>'; ErrorAction = 'SilentlyContinue' }
                    Get-ChildItem @only | ForEach-Object {
                        $path = "$prefix$folder$($_.Name)"
                        [System.Management.Automation.CompletionResult]::new($path, $_.Name, 'ProviderItem', $_.FullName)
                    }
                } elseif ($text -ne '<NOTHING>' -and $text.StartsWith($part, 'OrdinalIgnoreCase')) {
                    [System.Management.Automation.CompletionResult]::new("$prefix$text", $text, 'ParameterValue', $meaning)
                }
            }
        }

        """;

    static string Tables(IReadOnlyList<CompletedCommand> commands)
    {
        static string Line(Candidate one) => $"{one.Text}\t{one.Meaning}";
        var text = new StringBuilder();
        foreach (var command in commands)
        {
            Append(text, $"commands|{command.Path}", command.Commands.Select(Line));
            Append(text, $"options|{command.Path}", command.Options.Select(Line));
            Append(text, $"keys|{command.Path}", command.Keys.Select(Line));
            foreach (var values in command.Values) Append(text, $"values|{command.Path} {values.Name}", values.Texts);
        }
        return text.ToString();
    }

    static void Append(StringBuilder text, string key, IEnumerable<string> lines) =>
        text.Append($"        {Quoted(key)} = @({string.Join(", ", lines.Select(Quoted))})\n");

    // Curly quotes end a text there too.
    static string Quoted(string text) => $"'{text.Replace('’', '\'').Replace("'", "''")}'";
}
