package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.csv.Csv;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** An input whose next id is long in coming: what is known by then is handed on meanwhile. */
class SlowInputTest {

    private final Studio studio = Studio.open();
    private final Fliki fliki = Clients.at(studio.url(), Time.system());
    private final CountDownLatch handedOn = new CountDownLatch(1);

    @AfterEach
    void close() {
        studio.close();
    }

    /** The second of two ids, which comes when the outcome of the first was handed on. */
    private String second() {
        try {
            handedOn.await();
            return "a2";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> ids(Stream<Outcome> outcomes) {
        return outcomes.map(Outcome::fileId).peek(id -> handedOn.countDown()).toList();
    }

    @Test
    void bulkHandsOnAnOutcome() {
        var input = Stream.<Supplier<String>>of(() -> "a1", this::second).map(Supplier::get);

        assertEquals(List.of("a1", "a2"), ids(fliki.bulk(input)));
    }

    @ParameterizedTest
    @CsvSource({
        "'fileId\na1\n', 'a2\n', 'a1,success,,LINK,\n'",
        "'fileId\r\na1\r\n', 'a2\r\n', 'a1,success,,LINK,\r\n'",
        "'a1\n', 'a2\n', 'a1,success,,LINK,\n'",
        "'fileId,status\na1,error\n', 'a2\n', 'a1,error,,,\n'",
        "'fileId,status\n,\n', 'a2\n', ',,,,\n'",
        "'fileId,status\na0,error\na1,\n', 'a2\n', 'a1,success,,LINK,\n'"
    })
    void bulkOfACsvHandsOnARow(String first, String next, String row) throws Exception {
        var expected = row.replace("LINK", studio.link("a1"));
        try (var pipe = new PipedOutputStream();
                var in = new PipedInputStream(pipe)) {
            var out = new Rows(expected, () -> end(pipe, next));
            write(pipe, first);

            var summary = fliki.bulk(Csv.from(in).to(out).pending());

            assertEquals(first.contains("a0") ? 3 : 2, summary.rows());
        }
    }

    private static void write(PipedOutputStream pipe, String text) throws IOException {
        pipe.write(text.getBytes(UTF_8));
        pipe.flush();
    }

    private static void end(PipedOutputStream pipe, String text) throws IOException {
        write(pipe, text);
        pipe.close();
    }

    /** Sends the rest of the input when a row has come. */
    private static final class Rows extends ByteArrayOutputStream {

        interface Rest {
            void send() throws IOException;
        }

        private final String row;
        private final Rest rest;

        Rows(String row, Rest rest) {
            this.row = row;
            this.rest = rest;
        }

        @Override
        public void flush() throws IOException {
            if (toString(UTF_8).endsWith(row)) {
                rest.send();
            }
        }
    }
}
