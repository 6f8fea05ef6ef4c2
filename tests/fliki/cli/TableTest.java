package fliki.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fliki.FakeApi;
import fliki.FlikiException.Kind;
import fliki.Outcome;
import fliki.Status;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

class TableTest {

    private static final String ID = "64f0c0ffee64f0c0ffee64f0";

    private final StringWriter out = new StringWriter();

    private String table(int columns, Outcome... outcomes) {
        var output = new Output(new PrintWriter(out), new PrintWriter(out), false, false);
        var table = new Table(output, List.of("a", ID), columns);
        List.of(outcomes).forEach(table::row);
        return out.toString();
    }

    private static Status done(String id) {
        var link = Optional.of("https://files.example/" + id + ".mp4");
        return FakeApi.status(id, "success", OptionalDouble.of(100), link);
    }

    @Test
    void linkThatDoesNotFitStandsWholeOnALineOfItsOwn() {
        var table = table(80, Outcome.of(done("a")), Outcome.of(done(ID)));

        assertEquals(
                """
                FILE_ID                   STATUS      PROGRESS  DOWNLOAD
                a                         success     100%      https://files.example/a.mp4
                64f0c0ffee64f0c0ffee64f0  success     100%
                  https://files.example/64f0c0ffee64f0c0ffee64f0.mp4
                """,
                table);
    }

    @Test
    void reasonThatDoesNotFitToo() {
        var failure = FakeApi.refused("a", Kind.NOT_FOUND, 404);

        assertEquals(
                """
                FILE_ID                   STATUS      PROGRESS
                  DOWNLOAD
                a                         not-found   -
                  HTTP 404
                """
                        .replace("HTTP 404", failure.reason()),
                table(50, Outcome.of("a", failure)));
    }
}
