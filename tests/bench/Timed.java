import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * How long a command took, in milliseconds.
 *
 * @param code its exit code
 * @param total from its start to its end
 * @param answer from its start to the last it wrote, or was answered
 * @param end from there to its end
 */
record Timed(int code, double total, double answer, double end) {

    /** How a command comes to its end. */
    enum End {
        BY_ITSELF,
        CTRL_C,
        CLOSED_PIPE
    }

    static Timed run(List<String> command, Map<String, String> env, TlsServer server, End end)
            throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(end == End.CTRL_C);
        if (end != End.CTRL_C) {
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        }
        builder.environment().putAll(env);
        var start = System.nanoTime();
        var process = builder.start();
        var last = read(process, end);
        var code = process.waitFor();
        var over = System.nanoTime();
        last = Math.max(last, Math.min(server.answered(), over));
        return new Timed(code, millis(over - start), millis(last - start), millis(over - last));
    }

    /** Reads what the command writes; gives the nano time of the last of it. */
    private static long read(Process process, End end) throws IOException, InterruptedException {
        var bytes = new byte[8192];
        var last = System.nanoTime();
        try (InputStream out = process.getInputStream()) {
            for (int n = out.read(bytes); n >= 0; n = out.read(bytes)) {
                last = System.nanoTime();
                if (end == End.CLOSED_PIPE) {
                    return last;
                }
                if (end == End.CTRL_C && new String(bytes, 0, n).contains("queued")) {
                    new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
                }
            }
        }
        return last;
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
