package fliki.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends a finished file, or the rest of it from a given byte on. */
final class Storage {
    private static final Pattern REST = Pattern.compile("bytes=(\\d{1,9})-");

    private Storage() {}

    /** The ending of the file of an id. */
    static String ending(String id) {
        return isSound(id) ? ".wav" : ".mp4";
    }

    private static boolean isSound(String id) {
        return id.startsWith("audio-");
    }

    static Answer send(String id, Headers asked) throws IOException {
        boolean sound = isSound(id);
        byte[] film = sound ? Tone.wav(id) : film(id);
        String type = sound ? "audio/wav" : "video/mp4";
        String etag = '"' + UUID.nameUUIDFromBytes(id.getBytes(UTF_8)).toString() + '"';
        Matcher range = REST.matcher(Objects.requireNonNullElse(asked.getFirst("Range"), ""));
        if (!range.matches() || !current(asked.getFirst("If-Range"), etag)) {
            return file(200, type, film, etag);
        }
        int from = Integer.parseInt(range.group(1));
        return from < film.length ? rest(film, type, from, etag) : beyond(film);
    }

    /** The one film, with a {@code free} box at its end, which players skip, that holds the id. */
    static byte[] film(String id) throws IOException {
        try (var stream = Storage.class.getResourceAsStream("film.mp4")) {
            byte[] film = stream.readAllBytes();
            byte[] name = id.getBytes(UTF_8);
            int size = 4 + 4 + name.length;
            var marked = ByteBuffer.allocate(film.length + size);
            return marked.put(film).putInt(size).put("free".getBytes(UTF_8)).put(name).array();
        }
    }

    private static boolean current(String condition, String etag) {
        return condition == null || condition.equals(etag);
    }

    private static Answer rest(byte[] film, String type, int from, String etag) {
        String range = "bytes " + from + "-" + (film.length - 1) + "/" + film.length;
        return file(206, type, Arrays.copyOfRange(film, from, film.length), etag)
                .with("Content-Range", range);
    }

    private static Answer beyond(byte[] film) {
        return Answer.message(416, "The range begins behind the end of the file")
                .with("Content-Range", "bytes */" + film.length);
    }

    private static Answer file(int code, String type, byte[] body, String etag) {
        return new Answer(code, type, body).with("Accept-Ranges", "bytes").with("ETag", etag);
    }
}
