namespace TorchReg.Cli.Completion;

/// <summary>For bash from 3.2 on.</summary>
static class BashScript
{
    internal static string Of(IReadOnlyList<CompletedCommand> commands) => $$"""
        # Completes torchreg in bash.
        {{PosixTables.Of(commands, withMeanings: false)}}
        _torchreg_add() {
          local part=$1 prefix=$2 text kind
          while IFS= read -r text; do
            case $text in
              '<FILE>'|'<FOLDER>')
                [[ $text == '<FILE>' ]] && kind=-f || kind=-d
                compopt -o filenames 2>/dev/null
                while IFS= read -r text; do COMPREPLY+=("$prefix$text"); done < <(compgen $kind -- "$part") ;;
              '<NOTHING>'|'') ;;
              "$part"*) COMPREPLY+=("$prefix$text") ;;
            esac
          done
        }

        _torchreg() {
          local line=${COMP_LINE:0:COMP_POINT} at='' before='' list='' prefix='' part i
          local -a typed
          local paths='{{PosixTables.Paths(commands)}}'
          COMPREPLY=()
          IFS=$' \t\n' read -r -a typed <<<"$line"
          [[ $line == *[[:space:]] ]] && typed+=('')
          part=${typed[${#typed[@]}-1]}
          for ((i = 1; i < ${#typed[@]} - 1; i++)); do
            [[ $paths == *"|${at:+$at }${typed[i]}|"* ]] && at="${at:+$at }${typed[i]}"
            before=${typed[i]}
          done
          if [[ $part == --*=* ]]; then
            list=$(_torchreg_values "$at" "${part%%=*}")
            # Where = parts words, what stands before it is not replaced.
            [[ $COMP_WORDBREAKS == *=* ]] || prefix=${part%%=*}=
            part=${part#*=}
          else
            [[ $before == --* ]] && list=$(_torchreg_values "$at" "$before")
            if [[ -z $list ]]; then
              case $part in
                -*.*) list=$(_torchreg_keys "$at") ;;
                -*) list=$(_torchreg_options "$at") ;;
                *) list=$(_torchreg_commands "$at"; _torchreg_values "$at" '') ;;
              esac
            fi
          fi
          _torchreg_add "$part" "$prefix" <<<"$list"
          [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=.] ]] && compopt -o nospace 2>/dev/null
          return 0
        }
        complete -F _torchreg torchreg

        """;
}
