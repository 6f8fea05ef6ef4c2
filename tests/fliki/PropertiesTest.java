package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;

import org.json.JSONObject;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** What holds for any input; a failure names the seed that repeats it. */
class PropertiesTest {

    private static final List<String> ANSWERS =
            List.of(
                    "{\"fileId\":\"a1\",\"status\":\"success\",\"progress\":100,"
                            + "\"download\":\"https://f.example/1.mp4?X-Sig=a%2Fb\"}",
                    "{\"success\":true,\"data\":{\"fileId\":\"a1\",\"status\":\"queued\"}}",
                    "{\"success\":false,\"error\":{\"message\":\"plan \\u00e9\"}}",
                    "{\"status\":\"processing\",\"progress\":\"45.5\",\"extra\":[1,{\"b\":null}]}");

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void nextLookIsWithinTheBounds(
            @ForAll @IntRange(min = 1, max = 60_000) int min,
            @ForAll @IntRange(max = 60_000) int more,
            @ForAll @Size(max = 20) List<@IntRange(min = -20, max = 300) Integer> looks,
            @ForAll @DoubleRange(max = 1) double random) {
        var every = new Settings.Every(Duration.ofMillis(min), Duration.ofMillis(min + more));
        var now = FakeTime.START;
        var track = Progress.start(now);

        for (int look : looks) {
            now = now.plusMillis(Math.abs(look) * 37L);
            track =
                    track.seen(
                            now, look < 0 ? OptionalDouble.empty() : OptionalDouble.of(look / 2.5));
            var next = track.next(now, every, random);

            assertTrue(next.compareTo(every.min()) >= 0 && next.compareTo(every.max()) <= 0);
        }
    }

    @Property(tries = 500)
    void paceStaysBelowItsCeiling(
            @ForAll @DoubleRange(min = 0.001, max = 5000) @Scale(3) double ceiling,
            @ForAll @Size(max = 60) List<@IntRange(max = 9) Integer> answers)
            throws Exception {
        var time = new FakeTime();
        var pace = new Pace(ceiling, time);
        var last = Instant.MIN;

        for (int answer : answers) {
            var sent = pace.await();
            assertTrue(pace.rate() <= ceiling);
            if (last != Instant.MIN) {
                var gap = Duration.between(last, sent).toNanos();
                assertTrue(gap >= (long) (1e9 / ceiling), () -> gap + " ns");
            }
            last = sent;
            time.pass(Duration.ofMillis(answer * 13L));
            tell(pace, sent, answer);
        }
    }

    private static void tell(Pace pace, Instant sent, int answer) {
        switch (answer) {
            case 0 -> pace.refused(sent, Optional.empty());
            case 1 -> pace.refused(sent, Optional.of(Duration.ofSeconds(3)));
            default -> pace.answered();
        }
    }

    @Provide
    Arbitrary<String> json() {
        var scalar =
                Arbitraries.of("null", "true", "-5", "1e9", "1e999", "0.1", "{}", "[]", "[[1]]");
        var text = Arbitraries.strings().all().ofMaxLength(9).map(JSONObject::quote);
        return Arbitraries.oneOf(scalar, text, Arbitraries.of("\"45\"", "\"\"", "\"success\""));
    }

    @Property(tries = 2000)
    void fieldsOfAnyTypeAreAStatusOrNoAnswer(
            @ForAll("json") String status,
            @ForAll("json") String progress,
            @ForAll("json") String download) {
        var fields = "\"status\":%s,\"progress\":%s,\"download\":%s";

        assertStatusOrNoAnswer(("{" + fields + "}").formatted(status, progress, download));
    }

    @Property(tries = 5000)
    void answerWithDamageIsAStatusOrNoAnswer(
            @ForAll @IntRange(max = 3) int which,
            @ForAll @IntRange(min = 1, max = 6) int mutations,
            @ForAll long seed) {
        var random = new Random(seed);
        var bytes = ANSWERS.get(which).getBytes(UTF_8);

        for (int i = 0; i < mutations; i++) {
            bytes = mutated(bytes, random);
        }

        assertStatusOrNoAnswer(bytes);
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        var at = random.nextInt(bytes.length + 1);
        var to = at + random.nextInt(Math.min(9, bytes.length - at) + 1);
        var middle = new byte[random.nextInt(4)];
        random.nextBytes(middle);
        if (random.nextBoolean()) {
            var syntax = "{}[]\":,\\u0\0 -e".getBytes(UTF_8);
            for (int i = 0; i < middle.length; i++) {
                middle[i] = syntax[random.nextInt(syntax.length)];
            }
        }
        var result = Arrays.copyOf(bytes, at + middle.length + bytes.length - to);
        System.arraycopy(middle, 0, result, at, middle.length);
        System.arraycopy(bytes, to, result, at + middle.length, bytes.length - to);
        return result;
    }

    private static void assertStatusOrNoAnswer(String body) {
        assertStatusOrNoAnswer(body.getBytes(UTF_8));
    }

    /** A status keeps its promises; anything but the one failure would end the test. */
    private static void assertStatusOrNoAnswer(byte[] body) {
        try {
            var status = AnswerJson.status("a1", AnswerJson.text(body));
            var json = new JSONObject(status.json());
            assertEquals("a1", status.fileId());
            assertEquals(
                    List.of("a1", status.status()),
                    List.of(json.get("fileId"), json.get("status")));
            assertFalse(status.status().isBlank());
            assertTrue(
                    status.progress().isEmpty()
                            || Double.isFinite(status.progress().getAsDouble()));
            assertFalse(status.json().contains("\n"));
        } catch (AnswerJson.NoAnswer e) {
            assertFalse(e.getMessage().isBlank());
        }
    }
}
