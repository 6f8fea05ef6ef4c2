package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockserver.model.HttpResponse.response;

import fliki.FlikiException.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

/** When a 403 is about the key. */
class RunKeyTest {

    @RegisterExtension static final MockApi api = new MockApi();

    private final Fliki fliki = Clients.at(api.url(), new FakeTime()).parallel(1).retries(0);

    private List<Outcome> run(int http, String body) {
        api.answer("a1", response(body).withStatusCode(http));
        api.answer("a2", response().withStatusCode(403));
        return fliki.status(List.of("a1", "a2")).toList();
    }

    @Test
    void pageFromInFrontOfTheApiDoesNotSayThatTheKeyIsGood() {
        for (var page : List.of("<html>Sign in to the guest network", "", "[]")) {
            api.beforeEach(null);

            var failure = Thrown.of(() -> run(200, page));

            assertEquals(Kind.FORBIDDEN, failure.kind());
        }
    }

    @Test
    void refusalOfAnIdSaysThatTheKeyIsGood() {
        for (var http : List.of(400, 404, 422)) {
            api.beforeEach(null);

            var failures = run(http, "{}").stream().map(o -> o.failure().orElseThrow()).toList();

            assertEquals(Kind.FORBIDDEN, failures.get(1).kind());
        }
    }
}
