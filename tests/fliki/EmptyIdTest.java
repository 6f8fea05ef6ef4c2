package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** An empty id never becomes a request. */
class EmptyIdTest {

    private static final String REFUSED =
            "{\"fileId\":\"\",\"error\":{\"kind\":\"bad-request\",\"message\":\"the id is empty\","
                    + "\"retryable\":false}}";

    @RegisterExtension static final MockApi api = new MockApi();

    private final Fliki fliki = Clients.at(api.url(), FakeTime.besideOthers());

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void singleIdIsRefused(String id) {
        for (var call : List.<Runnable>of(() -> fliki.status(id), () -> fliki.poll(id))) {
            var refusal = assertThrows(IllegalArgumentException.class, call::run);

            assertEquals("fileId is empty", refusal.getMessage());
        }
        assertEquals(0, api.requests().size());
    }

    @Test
    void oneAmongManyIsItsOwnFailure() {
        api.state("a1", "success");
        var ids = List.of("a1", "");

        var ends =
                List.of(
                        fliki.status(ids).map(Outcome::json).toList(),
                        fliki.bulk(ids.stream()).map(Outcome::json).toList(),
                        fliki.poll(ids).map(Outcome::json).sorted().toList());

        var answered = MockApi.json("a1", "success");
        assertEquals(List.of(answered, REFUSED), ends.get(0));
        assertEquals(List.of(answered, REFUSED), ends.get(1));
        assertEquals(List.of(REFUSED, answered), ends.get(2));
        assertEquals(3, api.requests().size());
    }
}
