package fliki.sandbox;

import static org.mockserver.model.HttpResponse.response;

import org.mockserver.model.HttpRequest;
import org.mockserver.model.HttpResponse;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends a finished file, or the rest of it from a given byte on. */
final class Storage {
    private static final Pattern REST = Pattern.compile("bytes=(\\d{1,9})-");

    private Storage() {}

    static HttpResponse send(Picture picture, HttpRequest request) {
        byte[] clip = Clip.of(picture);
        String etag = '"' + picture.name() + '"';
        Matcher range = REST.matcher(request.getFirstHeader("Range"));
        if (!range.matches() || !current(request.getFirstHeader("If-Range"), etag)) {
            return video(200, clip, etag);
        }
        int from = Integer.parseInt(range.group(1));
        return from < clip.length ? rest(clip, from, etag) : beyond(clip);
    }

    private static boolean current(String condition, String etag) {
        return condition.isEmpty() || condition.equals(etag);
    }

    private static HttpResponse rest(byte[] clip, int from, String etag) {
        String range = "bytes " + from + "-" + (clip.length - 1) + "/" + clip.length;
        return video(206, Arrays.copyOfRange(clip, from, clip.length), etag)
                .withHeader("Content-Range", range);
    }

    private static HttpResponse beyond(byte[] clip) {
        return Routes.message(416, "The range begins behind the end of the file")
                .withHeader("Content-Range", "bytes */" + clip.length);
    }

    private static HttpResponse video(int code, byte[] body, String etag) {
        return response()
                .withStatusCode(code)
                .withHeader("Content-Type", "video/mp4")
                .withHeader("Accept-Ranges", "bytes")
                .withHeader("ETag", etag)
                .withBody(body);
    }
}
