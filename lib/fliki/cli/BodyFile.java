package fliki.cli;

import fliki.internal.text.Utf8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** The body of a request, from a file or from standard input. */
final class BodyFile {

    private static final int LONGEST = 10 << 20;

    private BodyFile() {}

    /**
     * The text of the file; {@code -} is standard input.
     *
     * @throws IllegalArgumentException for more than 10 MiB, and for what is not UTF-8
     */
    static String read(Path in) throws IOException {
        var text = new StringWriter();
        try (var bytes = CsvOptions.isStdin(in) ? Stdin.open() : Files.newInputStream(in)) {
            var some = bytes.readNBytes(LONGEST + 1);
            if (some.length > LONGEST) {
                throw new IllegalArgumentException("more than 10 MiB, no body of a request");
            }
            Utf8.reader(new ByteArrayInputStream(some)).transferTo(text);
        }
        if (Utf8.alien(text.toString())) {
            throw new IllegalArgumentException("not UTF-8 text; save it as UTF-8");
        }
        return text.toString();
    }
}
