package fliki.cli;

import fliki.csv.CsvException;
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
     * @throws CsvException for what cannot be read, more than 10 MiB, and what is not UTF-8; it
     *     names the file
     */
    static String read(Path in) {
        try {
            return text(in);
        } catch (IOException e) {
            throw CsvException.of(name(in), "cannot be read: " + CsvException.reason(e));
        } catch (IllegalArgumentException e) {
            throw CsvException.of(name(in), e.getMessage());
        }
    }

    /** What a message calls the file. */
    static String name(Path in) {
        return CsvOptions.isStdin(in) ? "standard input" : in.toString();
    }

    private static String text(Path in) throws IOException {
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
