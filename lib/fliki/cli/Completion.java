package fliki.cli;

import static java.util.stream.Collectors.joining;

import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The script that completes command lines in bash and zsh. Picocli has such a script, too, but that
 * one runs code in the names of files.
 */
final class Completion {

    private static final String SCRIPT =
            """
            # Completes the command line of fliki in bash and zsh. Made by: fliki completion

            # What may follow this word of a command.
            _fliki_offers() {
                case "$1 $2" in
            @OFFERS@    esac
            }

            # The name of a file only ever stands in quotes here: a shell would run what it holds.
            _fliki_bash() {
                local IFS=$' \\t\\n' command='' action='' offers offer
                local word=$2 before=${COMP_WORDS[COMP_CWORD - 1]}
                [[ $COMP_CWORD -eq 1 ]] || command=${COMP_WORDS[1]}
                if [[ ${COMP_WORDS[COMP_CWORD]} == '=' ]]; then # --option=value is three words
                    before+='='
                elif [[ $before == '=' ]]; then
                    before=${COMP_WORDS[COMP_CWORD - 2]}=
                fi
                offers=$(_fliki_offers "$command" "$before")
                [[ $word == -* ]] || offers=" $offers" offers=${offers%% -*}
                case $offers in
                *FILE) action=-f ;;
                *DIR) action=-d ;;
                esac
                COMPREPLY=()
                if [[ -n $action ]]; then
                    while IFS= read -r offer; do
                        [[ -z $offer ]] || COMPREPLY+=("$offer")
                    done <<<"$(compgen "$action" -- "$word")"
                    return
                fi
                ! type compopt &>/dev/null || compopt +o filenames
                for offer in $offers; do
                    [[ $offer != "$word"* ]] || COMPREPLY+=("$offer")
                done
            }

            _fliki_zsh() {
                local command='' offers before=${words[CURRENT - 1]}
                [[ $CURRENT -eq 2 ]] || command=${words[2]}
                [[ $PREFIX != -*=* ]] || before=${PREFIX%%=*}=
                offers=$(_fliki_offers "$command" "$before")
                [[ $PREFIX == -* ]] || offers=" $offers" offers=${offers%% -*}
                compset -P 1 '-*='
                case $offers in
                *FILE) _files ;;
                *DIR) _files -/ ;;
                *) compadd -- ${=offers} ;;
                esac
            }

            if [[ -n ${ZSH_VERSION-} ]]; then
                whence compdef >/dev/null || { autoload -U +X compinit && compinit; }
                compdef _fliki_zsh fliki
            else
                complete -o filenames -F _fliki_bash fliki
            fi
            """;

    private Completion() {}

    /** A script for this command line. */
    static String script(CommandLine all) {
        var commands = all.getSubcommands().keySet().stream();
        var first = offer("' '*", Stream.concat(commands, options(all)));
        var others =
                all.getSubcommands().entrySet().stream()
                        .flatMap(command -> offers(command.getKey(), command.getValue()));
        var offers = Stream.concat(Stream.of(first), others).collect(joining());
        return SCRIPT.replace("@OFFERS@", offers);
    }

    /** What may follow each option of a command that has a value, and what any other word. */
    private static Stream<String> offers(String name, CommandLine command) {
        var spec = command.getCommandSpec();
        var values =
                spec.options().stream()
                        .filter(option -> option.arity().max() > 0)
                        .map(option -> offer(places(name, option), Stream.of(values(option))));
        var arguments = spec.positionalParameters().stream().map(Completion::values);
        var others = offer("'" + name + " '*", Stream.concat(arguments, options(command)));
        return Stream.concat(values, Stream.of(others));
    }

    private static Stream<String> options(CommandLine command) {
        return command.getCommandSpec().options().stream().flatMap(o -> Stream.of(o.names()));
    }

    /** The words that a value may follow; behind a blank it stands only if it must be there. */
    private static String places(String command, OptionSpec option) {
        var end = option.arity().min() > 0 ? List.of("'", "='") : List.of("='");
        return Stream.of(option.names())
                .flatMap(name -> end.stream().map(e -> "'" + command + " " + name + e))
                .collect(joining(" | "));
    }

    private static String offer(String places, Stream<String> words) {
        var all = words.filter(word -> !word.isEmpty()).collect(joining(" "));
        return "    %s) %s;;\n".formatted(places, all.isEmpty() ? "" : "echo '" + all + "' ");
    }

    private static String values(ArgSpec value) {
        var words = value.completionCandidates();
        if (words != null) {
            return String.join(" ", words);
        }
        if (value.paramLabel().equals("COMMAND")) {
            return String.join(" ", value.command().parent().subcommands().keySet());
        }
        var isFolder = value.paramLabel().equals("DIR");
        return isFolder ? "DIR" : value.type() == Path.class ? "FILE" : "";
    }
}
