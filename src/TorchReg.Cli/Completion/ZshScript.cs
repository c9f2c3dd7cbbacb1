namespace TorchReg.Cli.Completion;

/// <summary>For zsh from 5 on: a file _torchreg in a folder of fpath, or sourced after compinit.</summary>
static class ZshScript
{
    internal static string Of(IReadOnlyList<CompletedCommand> commands) => $$"""
        #compdef torchreg
        # Completes torchreg in zsh.
        {{PosixTables.Of(commands, withMeanings: true)}}
        _torchreg_add() {
          local line text
          local -a whole open whole_shown open_shown
          for line in ${(f)1}; do
            text=${line%%$'\t'*}
            case $line in
              '<FILE>') _files ;;
              '<FOLDER>') _files -/ ;;
              '<NOTHING>') ;;
              *$'\t'*) case $text in
                  *[=.]) open+=$text open_shown+="$text  -- ${line#*$'\t'}" ;;
                  *) whole+=$text whole_shown+="$text  -- ${line#*$'\t'}" ;;
                esac ;;
              *) whole+=$text whole_shown+=$text ;;
            esac
          done
          (( $#whole )) && compadd -Q -l -d whole_shown -a whole
          (( $#open )) && compadd -Q -S '' -l -d open_shown -a open
          return 0
        }

        _torchreg() {
          local at='' list='' part=$words[CURRENT] before=$words[CURRENT-1] word
          local paths='{{PosixTables.Paths(commands)}}'
          for word in ${words[2,CURRENT-1]}; do
            [[ $paths == *"|${at:+$at }$word|"* ]] && at="${at:+$at }$word"
          done
          if [[ $part == --*=* ]]; then
            list=$(_torchreg_values "$at" "${part%%=*}")
            compset -P 1 '*='
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
          _torchreg_add "$list"
        }

        if [[ $funcstack[1] == _torchreg ]]; then _torchreg "$@"; else compdef _torchreg torchreg; fi

        """;
}
