package fliki.cli;

import fliki.Fliki;
import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.Generation;

import org.json.JSONObject;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts what one body asks for. */
final class GenerateBody {

    private final Output output;
    private final boolean json;
    private final CountDownLatch ended = new CountDownLatch(1);

    GenerateBody(Output output, boolean json) {
        this.output = output;
        this.json = json;
    }

    /** Prints the ids of what was started; gives the exit code that it comes to. */
    Exit run(Fliki fliki, Generation generation) {
        try (var farewell = new InterruptHook(this::interrupted)) {
            print(fliki.onNotice(notice -> output.note(notice.message())).generate(generation));
            return Exit.OK;
        } catch (FlikiException e) {
            if (json) {
                output.data("{\"error\":" + e.json() + "}");
            }
            if (Thread.currentThread().isInterrupted()) {
                output.failure(e);
                return Exit.INTERRUPTED;
            }
            throw e;
        } finally {
            ended.countDown();
        }
    }

    private void print(List<String> ids) {
        try {
            ids.forEach(id -> output.data(json ? object(id) : id));
        } catch (RuntimeException e) {
            output.error("started: " + String.join(" ", ids)); // or it would be lost
            throw e;
        }
    }

    private static String object(String id) {
        return "{\"fileId\":" + JSONObject.quote(id) + "}";
    }

    private void interrupted() {
        if (!ended()) {
            output.failure(FlikiException.uncertain("interrupted", Details.NONE, null));
        }
    }

    private boolean ended() {
        try {
            return ended.await(CsvSession.LAST_ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
