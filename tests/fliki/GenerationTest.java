package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fliki.Generation.Endpoint;

import org.json.JSONObject;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.function.Supplier;

class GenerationTest {

    private static String refusal(Supplier<Generation> setting) {
        return assertThrows(IllegalArgumentException.class, setting::get).getMessage();
    }

    @Nested
    class Template {

        private final Generation template = Generation.template("t1");

        @Test
        void bodyHasTheFieldsOfTheApi() {
            var generation =
                    template.text("intro", "voice", "Say \"hi\"\nto 😀")
                            .text("outro", "voice", "Bye")
                            .text("intro", "title", "Hi")
                            .name("Film 7")
                            .webhook("https://me.example/hook");

            assertEquals(
                    "{\"fileId\":\"t1\",\"name\":\"Film"
                        + " 7\",\"webhook\":\"https://me.example/hook\","
                        + "\"scenes\":[{\"key\":\"intro\",\"layers\":[{\"key\":\"voice\",\"text\":\"Say"
                        + " \\\"hi\\\"\\n"
                        + "to 😀\"},{\"key\":\"title\",\"text\":\"Hi\"}]},"
                        + "{\"key\":\"outro\",\"layers\":[{\"key\":\"voice\",\"text\":\"Bye\"}]}]}",
                    generation.body());
            assertEquals(Endpoint.TEMPLATE, generation.endpoint());
        }

        @Test
        void withoutTextsItHasNoScenes() {
            assertEquals("{\"fileId\":\"t1\",\"scenes\":[]}", template.body());
        }

        @Test
        void laterTextOfALayerCounts() {
            var generation = template.text("a", "b", "old").text("a", "b", "new");

            assertEquals(template.text("a", "b", "new"), generation);
        }

        @Test
        void settingLeavesWhatItWasMadeFrom() {
            template.text("a", "b", "c").name("n").webhook("https://a.example/");

            assertEquals(Generation.template("t1"), template);
        }

        @ParameterizedTest
        @ValueSource(ints = {1500, 1501})
        void textHas1500CharactersAtMost(int length) {
            // Each of them two of Java's.
            var text = "😀".repeat(length);

            if (length == 1500) {
                assertEquals(
                        text,
                        new JSONObject(template.text("a", "b", text).body())
                                .getJSONArray("scenes")
                                .getJSONObject(0)
                                .getJSONArray("layers")
                                .getJSONObject(0)
                                .getString("text"));
            } else {
                assertEquals(
                        "the text of a.b has 1501 characters; Fliki takes 1500",
                        refusal(() -> template.text("a", "b", text)));
            }
        }

        @Test
        void emptyPartsAreRefused() {
            assertEquals("the template's id is empty", refusal(() -> Generation.template(" ")));
            assertEquals("the key of a scene is empty", refusal(() -> template.text("", "b", "c")));
            assertEquals("the key of a layer is empty", refusal(() -> template.text("a", "", "c")));
            assertEquals("the text of a.b is empty", refusal(() -> template.text("a", "b", " \n")));
            assertEquals("the name is empty", refusal(() -> template.name("")));
        }

        @Test
        void hasItsOwnEndpoint() {
            assertEquals(
                    "a template has its own endpoint",
                    refusal(() -> template.endpoint(Endpoint.VIDEO)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "me.example", "ftp://me.example/", "https:///x", "http://a b/"})
        void webhookIsAnAddress(String url) {
            assertEquals(
                    "webhook must be https://HOST/PATH, not " + url,
                    refusal(() -> template.webhook(url)));
        }
    }

    @Nested
    class Json {

        private static final String TEMPLATE =
                " {\"fileId\" : \"t1\",\n \"scenes\": [],\"x\":1.0}\n";
        private static final String VIDEO = "{\"file\":\"n\",\"payload\":[{\"a\":1}]}";

        @Test
        void isSentAsItIs() {
            assertEquals(TEMPLATE, Generation.json(TEMPLATE).body());
            assertEquals(TEMPLATE, Generation.json("\uFEFF" + TEMPLATE).body());
            assertEquals(VIDEO, Generation.json(VIDEO).body());
        }

        @Test
        void payloadMakesItAVideo() {
            assertEquals(Endpoint.TEMPLATE, Generation.json(TEMPLATE).endpoint());
            assertEquals(Endpoint.VIDEO, Generation.json(VIDEO).endpoint());
        }

        @Test
        void endpointCanBeSaid() {
            var both = "{\"fileId\":\"t1\",\"payload\":[{}]}";

            var generation = Generation.json(both).endpoint(Endpoint.TEMPLATE);

            assertEquals("template " + both, generation.toString());
            assertNotEquals(Generation.json(both), generation);
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
        void secondWebhookIsRefused() {
            var body = "{\"fileId\":\"t1\",\"webhook\":\"https://a.example/\"}";

            assertEquals(
                    "the body names a webhook already; leave one out",
                    refusal(() -> Generation.json(body).webhook("https://b.example/")));
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
        @ValueSource(ints = {0, 1501})
        void textsOfALayerAreChecked(int length) {
            var layer = "{\"key\":\"voice\",\"text\":\"" + "x".repeat(length) + "\"}";
            var scene = "{\"key\":\"intro\",\"layers\":[{\"key\":\"image\"}," + layer + "]}";
            var body = "{\"fileId\":\"t1\",\"scenes\":[" + scene + "]}";

            var why = length == 0 ? "is empty" : "has 1501 characters; Fliki takes 1500";
            assertEquals("the text of intro.voice " + why, refusal(() -> Generation.json(body)));
        }

        @Test
        void nestingWithoutEndIsNoJson() {
            var body = "{\"a\":".repeat(100_000);

            assertEquals(
                    "no JSON object: nesting deeper than 64", refusal(() -> Generation.json(body)));
        }

        @Test
        void hasTextsAndNameOfItsOwn() {
            var generation = Generation.json(TEMPLATE);

            assertEquals(
                    "a body of JSON has its own text",
                    refusal(() -> generation.text("a", "b", "c")));
            assertEquals("a body of JSON has its own name", refusal(() -> generation.name("n")));
        }
    }
}
