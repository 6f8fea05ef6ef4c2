package fliki.cli;

import org.json.JSONStringer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Calls any endpoint of the API. */
@Command(
        name = "api",
        description = "Calls any endpoint of the API and prints the JSON of its answer.",
        footer = {
            "",
            "Without -f and --input it is a GET, with one of them a POST, which is sent once.",
            "",
            "Examples:",
            "  ${ROOT-COMMAND-NAME} api languages",
            "  ${ROOT-COMMAND-NAME} api 'voices?languageId=64f0c0ffee'",
            "  ${ROOT-COMMAND-NAME} api file/delete -f fileId=64f0c0ffee"
        })
final class ApiCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "PATH",
            description = "Path below the base URL, such as 'voices?languageId=...'.")
    private String path;

    @Option(
            names = {"-X", "--method"},
            paramLabel = "METHOD",
            description = "HTTP method. Default: GET, or POST with a body.")
    private String method;

    @Option(
            names = {"-f", "--field"},
            paramLabel = "NAME=VALUE",
            description = "A text of the JSON body; may be repeated.")
    private Map<String, String> fields = new LinkedHashMap<>();

    @Option(
            names = "--input",
            paramLabel = "FILE|-",
            description = "The JSON body; - is standard input.")
    private Path input;

    @Mixin private CommonOptions common;

    @Override
    public Integer call() {
        common.checkStdin(input != null && CsvOptions.isStdin(input));
        if (input != null && !fields.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "-f and --input exclude each other");
        }
        var body = body();
        var verb = method == null ? (body.isPresent() ? "POST" : "GET") : method;
        var fliki = common.fliki(client -> client);
        var output = common.output();
        var watched = fliki.onNotice(notice -> output.note(notice.message()));
        output.data(common.checked(() -> watched.api(verb, path, body)).strip());
        return Exit.OK.code();
    }

    private Optional<String> body() {
        if (!fields.isEmpty()) {
            var json = new JSONStringer().object();
            fields.forEach((name, value) -> json.key(name).value(value));
            return Optional.of(json.endObject().toString());
        }
        return Optional.ofNullable(input).map(BodyFile::read);
    }
}
