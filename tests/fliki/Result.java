package fliki;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** What a process left: its exit code and all it wrote. */
public record Result(int code, String out, String err) {

    /** Waits for the end, reading both outputs at the same time so that neither can block. */
    public static Result of(Process process) throws IOException, InterruptedException {
        var err =
                CompletableFuture.supplyAsync(
                        () -> process.errorReader().lines().map(l -> l + "\n").toList(),
                        // The common pool may have one thread only, and others need it.
                        task -> Threads.daemon("errors", task).start());
        var out = new String(process.getInputStream().readAllBytes());
        return new Result(process.waitFor(), out, String.join("", err.join()));
    }
}
