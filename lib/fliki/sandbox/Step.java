package fliki.sandbox;

import java.util.OptionalInt;

/**
 * What a look at a job finds: an HTTP status with either a state or the reason of a refusal.
 *
 * @param code the HTTP status
 * @param word the state where the code is 200, else the message of the refusal
 * @param progress whole percent done; empty while queued and where nothing is known
 */
record Step(int code, String word, OptionalInt progress) {

    static Step refused(int code, String message) {
        return new Step(code, message, OptionalInt.empty());
    }

    static Step state(String word) {
        return new Step(200, word, OptionalInt.empty());
    }

    static Step state(String word, int percent) {
        return new Step(200, word, OptionalInt.of(percent));
    }

    boolean succeeded() {
        return code == 200 && word.equals("success");
    }
}
