package fliki.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.FlikiException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The streams of a CSV are the caller's to close. */
class CsvStreamTest {

    private final List<String> closed = new ArrayList<>();

    private InputStream in(String text) {
        return new FilterInputStream(new ByteArrayInputStream(text.getBytes(UTF_8))) {
            @Override
            public void close() {
                closed.add("in");
            }
        };
    }

    private OutputStream out() {
        return new FilterOutputStream(new ByteArrayOutputStream()) {
            @Override
            public void close() {
                closed.add("out");
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nlost-b\n"})
    void streamsStayOpenAtTheEnd(String text) {
        FakeLookUps.run(Csv.from(in(text)).to(out()), new FakeLookUps());

        assertEquals(List.of(), closed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one,two\na,b\n", "\"a", "a\0", "id\na\n\"b"})
    void streamsStayOpenWhenTheInputIsRefused(String text) {
        var csv = Csv.from(in(text)).to(out());

        assertThrows(CsvException.class, () -> FakeLookUps.run(csv, new FakeLookUps()));

        assertEquals(List.of(), closed);
    }

    @Test
    void streamsStayOpenWhenTheRunBreaksOff() {
        var csv = Csv.from(in("stop\n")).to(out());

        assertThrows(FlikiException.class, () -> FakeLookUps.run(csv, new FakeLookUps()));

        assertEquals(List.of(), closed);
    }
}
