package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fliki.Generation.Endpoint;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.function.Supplier;

class GenerationTest {

    private final Generation template = Generation.template("t1");

    private static String refusal(Supplier<Generation> setting) {
        return assertThrows(IllegalArgumentException.class, setting::get).getMessage();
    }

    @Test
    void bodyHasTheFieldsOfTheApi() {
        var generation =
                template.text("intro", "voice", "Say \"hi\"\nto 😀")
                        .text("outro", "voice", "Bye")
                        .text("intro", "title", "old")
                        .text("intro", "title", "Hi")
                        .name("Film 7")
                        .webhook("https://me.example/hook");

        assertEquals(
                "{\"fileId\":\"t1\",\"name\":\"Film 7\",\"webhook\":\"https://me.example/hook\","
                    + "\"scenes\":[{\"key\":\"intro\",\"layers\":[{\"key\":\"voice\",\"text\":\"Say"
                    + " \\\"hi\\\"\\n"
                    + "to 😀\"},{\"key\":\"title\",\"text\":\"Hi\"}]},"
                    + "{\"key\":\"outro\",\"layers\":[{\"key\":\"voice\",\"text\":\"Bye\"}]}]}",
                generation.body());
        assertEquals(Endpoint.TEMPLATE, generation.endpoint());
        assertEquals("{\"fileId\":\"t1\",\"scenes\":[]}", template.body());
        assertEquals(Generation.template("t1"), template);
    }

    /** Each of them may be two of Java's. */
    @Test
    void textHas1500CharactersAtMost() {
        var longest = "😀".repeat(1500);
        var layer = "{\"key\":\"voice\",\"text\":\"" + longest + "\"}";

        var body = template.text("intro", "voice", longest).body();
        assertTrue(body.contains(layer), body);
        assertEquals(
                "the text of a.b has 1501 characters; Fliki takes 1500",
                refusal(() -> template.text("a", "b", "😀".repeat(1501))));
    }

    @Test
    void emptyPartsAreRefused() {
        assertEquals("the template's id is empty", refusal(() -> Generation.template(" ")));
        assertEquals("the key of a scene is empty", refusal(() -> template.text("", "b", "c")));
        assertEquals("the key of a layer is empty", refusal(() -> template.text("a", "", "c")));
        assertEquals("the text of a.b is empty", refusal(() -> template.text("a", "b", " \n")));
        assertEquals("the name is empty", refusal(() -> template.name("")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "me.example", "ftp://me.example/", "https:///x", "http://a b/"})
    void webhookIsAnAddress(String url) {
        assertEquals(
                "webhook must be https://HOST/PATH, not " + url,
                refusal(() -> template.webhook(url)));
    }

    @Nested
    class Json {

        private static final String TEMPLATE =
                " {\"fileId\" : \"t1\",\n \"scenes\": [],\"x\":1.0}\n";
        private static final String VIDEO = "{\"file\":\"n\",\"payload\":[{\"a\":1}]}";

        @Test
        void isSentAsItIsToTheEndpointOfItsFieldsOrTheOneThatIsSaid() {
            assertEquals(TEMPLATE, Generation.json(TEMPLATE).body());
            assertEquals(TEMPLATE, Generation.json("\uFEFF" + TEMPLATE).body());
            assertEquals(VIDEO, Generation.json(VIDEO).body());
            assertEquals(Endpoint.TEMPLATE, Generation.json(TEMPLATE).endpoint());
            assertEquals(Endpoint.VIDEO, Generation.json(VIDEO).endpoint());

            var both = "{\"fileId\":\"t1\",\"payload\":[{}]}";
            var said = Generation.json(both).endpoint(Endpoint.TEMPLATE);
            assertEquals("template " + both, said.toString());
            assertNotEquals(Generation.json(both), said);
        }

        @Test
        void webhookComesFirstAndAllElseStays() {
            var generation = Generation.json(TEMPLATE).webhook("https://a.example/?x=$1&y=%22");

            assertEquals(
                    " {\"webhook\":\"https://a.example/?x=$1&y=%22\",\"fileId\" : \"t1\",\n"
                            + " \"scenes\": [],\"x\":1.0}\n",
                    generation.body());
        }

        @Test
        void whatItHasItselfCannotBeSet() {
            var hooked = "{\"fileId\":\"t1\",\"webhook\":\"https://a.example/\"}";
            var json = Generation.json(TEMPLATE);

            assertEquals(
                    "the body names a webhook already; leave one out",
                    refusal(() -> Generation.json(hooked).webhook("https://b.example/")));
            assertEquals(
                    "a body of JSON has its own text", refusal(() -> json.text("a", "b", "c")));
            assertEquals("a body of JSON has its own name", refusal(() -> json.name("n")));
            assertEquals(
                    "a template has its own endpoint",
                    refusal(() -> template.endpoint(Endpoint.VIDEO)));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "`` | no JSON object: A JSONObject text must begin with '{' at 0",
                    "[] | no JSON object: A JSONObject text must begin with '{' at 1",
                    "{\"fileId\":\"t1\" | no JSON object: Expected a ',' or '}' at 14",
                    "{} | fileId, which names the template, is empty",
                    "{\"fileId\":null} | fileId must be a text, not null",
                    "{\"fileId\":5} | fileId must be a text, not 5",
                    "{\"fileId\":\"t\",\"scenes\":{}} | scenes must be a list of objects",
                    "{\"fileId\":\"t\",\"scenes\":[1]} | scenes must be a list of objects",
                    "{\"fileId\":\" \"} | fileId, which names the template, is empty",
                    "{\"payload\":[]} | payload holds nothing to start",
                    "{\"payload\":{}} | payload must be a list of objects"
                })
        void whatCannotBeIsRefused(String body, String why) {
            var message = refusal(() -> Generation.json(body));

            assertEquals(why, message.replaceFirst(" \\[character.*", ""));
        }

        @ParameterizedTest
        @CsvSource({"0, is empty", "1501, has 1501 characters; Fliki takes 1500"})
        void textsOfALayerAreChecked(int length, String why) {
            var layer = "{\"key\":\"voice\",\"text\":\"" + "x".repeat(length) + "\"}";
            var scene = "{\"key\":\"intro\",\"layers\":[{\"key\":\"image\"}," + layer + "]}";
            var body = "{\"fileId\":\"t1\",\"scenes\":[" + scene + "]}";

            assertEquals("the text of intro.voice " + why, refusal(() -> Generation.json(body)));
        }

        @Test
        void nestingWithoutEndIsNoJson() {
            assertEquals(
                    "no JSON object: nesting deeper than 64",
                    refusal(() -> Generation.json("{\"a\":".repeat(100_000))));
        }
    }
}
