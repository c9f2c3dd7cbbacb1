using System.Text;
using System.Text.RegularExpressions;

namespace TorchReg.Cli.Completion;

/// <summary>For fish from 3 on.</summary>
static class FishScript
{
    internal static string Of(IReadOnlyList<CompletedCommand> commands) => $$"""
        # Completes torchreg in fish.
        {{Tables(commands)}}
        function __torchreg_add --argument-names part prefix
            while read -l line
                switch $line
                    case '<FILE>'
                        for path in (__fish_complete_path $part); echo $prefix$path; end
                    case '<FOLDER>'
                        for path in (__fish_complete_directories $part); echo $prefix$path; end
                    case '<NOTHING>' ''
                    case '*'
                        echo $prefix$line
                end
            end
        end

        function __torchreg
            set -l at ''
            set -l part (commandline -ct)
            set -l before ''
            for word in (commandline -opc)[2..-1]
                set before $word
                contains -- (string trim "$at $word") {{string.Join(' ', commands.Skip(1).Select(c => Quoted(c.Path)))}}
                and set at (string trim "$at $word")
            end
            if string match -q -- '--*=*' $part
                set -l pair (string split -m 1 = -- $part)
                __torchreg_values "$at $pair[1]" | __torchreg_add $pair[2] "$pair[1]="
                return
            end
            if string match -q -- '--*' $before; and test -n "$(__torchreg_values "$at $before")"
                __torchreg_values "$at $before" | __torchreg_add $part ''
                return
            end
            switch $part
                case '-*.*'
                    __torchreg_keys $at
                case '-*'
                    __torchreg_options $at
                case '*'
                    __torchreg_commands $at
                    __torchreg_values "$at " | __torchreg_add $part ''
            end
        end
        complete -c torchreg -f -a '(__torchreg)'

        """;

    static string Tables(IReadOnlyList<CompletedCommand> commands)
    {
        static string Line(Candidate one) => $"{one.Text}\t{one.Meaning}";
        return Function("commands", commands.Select(c => (Quoted(c.Path), c.Commands.Select(Line))))
            + Function("options", commands.Select(c => (Quoted(c.Path), c.Options.Select(Line))))
            + Function("keys", commands.Select(c => (Quoted(c.Path), c.Keys.Select(Line))))
            + Function("values", commands.SelectMany(c =>
                c.Values.Select(v => (Pattern($"{c.Path} {v.Name}"), (IEnumerable<string>)v.Texts))));
    }

    static string Function(string name, IEnumerable<(string Case, IEnumerable<string> Lines)> cases)
    {
        var text = new StringBuilder($"function __torchreg_{name}\n    switch \"$argv[1]\"\n");
        foreach (var same in cases.GroupBy(one => string.Join(' ', one.Lines.Select(Quoted)), one => one.Case))
            if (same.Key.Length > 0)
                text.Append($"        case {string.Join(' ', same)}\n            printf '%s\\n' {same.Key}\n");
        return text.Append("    end\nend\n").ToString();
    }

    // In a list any place will do.
    static string Pattern(string text) => Quoted(Regex.Replace(text, @"\.0\.", ".*."));

    static string Quoted(string text) => PosixTables.Quoted(text.Replace("\\", "\\\\"));
}
