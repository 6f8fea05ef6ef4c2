package fliki.cli;

import fliki.Fliki;
import fliki.FlikiException;
import fliki.FlikiException.Details;
import fliki.Generation;

import org.json.JSONObject;

import java.util.List;

/** Starts what one body asks for. */
final class GenerateBody {

    private final Output output;
    private final boolean json;

    GenerateBody(Output output, boolean json) {
        this.output = output;
        this.json = json;
    }

    /** Prints the ids of what was started; gives the exit code that it comes to. */
    Exit run(Fliki fliki, Generation generation) {
        List<String> ids;
        try (var farewell = new InterruptHook(this::interrupted)) {
            ids = fliki.onNotice(notice -> output.note(notice.message())).generate(generation);
        } catch (FlikiException e) {
            if (json) {
                output.data("{\"error\":" + e.json() + "}");
            }
            if (Thread.currentThread().isInterrupted()) {
                output.failure(e);
                return Exit.INTERRUPTED;
            }
            throw e;
        }
        try {
            ids.forEach(id -> output.data(json ? object(id) : id));
            return Exit.OK;
        } catch (RuntimeException e) {
            output.error("started: " + String.join(" ", ids)); // or it would be lost
            throw e;
        }
    }

    private static String object(String id) {
        return "{\"fileId\":" + JSONObject.quote(id) + "}";
    }

    private void interrupted() {
        output.failure(FlikiException.uncertain("interrupted", Details.NONE, null));
    }
}
