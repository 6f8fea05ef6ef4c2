package fliki.csv;

import static fliki.csv.Target.Existing.REPLACED;
import static fliki.csv.Target.Existing.RESUMED;

import static java.util.Objects.requireNonNull;

import fliki.Generation;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A CSV of texts, one generation a row, and where the same rows go with the ids of what was
 * started.
 *
 * <pre>{@code
 * var texts = Texts.from(Path.of("texts.csv")).to(Path.of("started.csv"));
 * fliki.generate(texts, Generation.template("64f0c0ffee"));
 * }</pre>
 *
 * <p>Written as a {@link Csv} is, with a header. Each column called {@code scene.layer}, split at
 * the first dot, holds the text for that layer of that scene of the template; {@code name}, if
 * there is one, the name of the file. The output has all columns of the input, then {@code fileId}
 * and {@code error}, or those of that name in place. A row that has a {@code fileId}, or an {@code
 * error} that begins with {@code uncertain}, is copied and not started.
 *
 * <p>The output is also the journal of the run: a row is in it before its request goes out, so that
 * nothing is started twice, whatever happens.
 *
 * <p>Immutable and reusable. Input that cannot be read twice, such as a pipe, is kept in memory.
 * Streams are never closed.
 */
public final class Texts {

    private final Source source;
    private final Target target;
    private final Consumer<TextsSummary> listener;

    private Texts(Source source, Target target, Consumer<TextsSummary> listener) {
        this.source = source;
        this.target = target;
        this.listener = listener;
    }

    /** A job on the rows of a file. */
    public static Texts from(Path in) {
        return from(Source.of(requireNonNull(in, "in")));
    }

    /** A job on the rows of a stream, such as {@code System.in}; all of it is read first. */
    public static Texts from(InputStream in) {
        return from(Source.of(requireNonNull(in, "in")));
    }

    private static Texts from(Source source) {
        return new Texts(source.remembered(), Target.NOWHERE, now -> {});
    }

    /**
     * Names the output file, which no other run may write meanwhile. It must not exist, unless with
     * {@link #resume()} or {@link #force()}, and is never the input.
     */
    public Texts to(Path out) {
        return with(target.file(requireNonNull(out, "out")));
    }

    /** Sends the rows down a stream, flushed one by one. */
    public Texts to(OutputStream out) {
        return with(target.stream(requireNonNull(out, "out")));
    }

    /**
     * Keeps the rows of an output that a run left behind, and carries on after them. They must
     * match the input. A row that was begun and not ended may have started: it gets the error
     * {@code uncertain}, and the next one follows.
     */
    public Texts resume() {
        return with(target.existing(RESUMED));
    }

    /** Replaces an existing output, and with it what it says of generations that were started. */
    public Texts force() {
        return with(target.existing(REPLACED));
    }

    /**
     * Calls back before and after each request and after each row written, with all that is there
     * so far. Default: no call.
     */
    public Texts onChange(Consumer<TextsSummary> listener) {
        return new Texts(source, target, requireNonNull(listener, "listener"));
    }

    private Texts with(Target changed) {
        return new Texts(source, changed, listener);
    }

    /**
     * What a run would start now, in order; read lazily and without any request. To be closed.
     *
     * @throws CsvException for malformed input, also from the stream, or a refused output
     */
    public Stream<Generation> generations(Generation template) {
        return TextsPlan.generations(this, requireNonNull(template, "template"));
    }

    /**
     * Which columns are sent and which are not, as one line of plain words.
     *
     * @throws CsvException for malformed input
     */
    public String columns() {
        return TextsPlan.columns(this);
    }

    Source source() {
        return source;
    }

    Target target() {
        return target;
    }

    Consumer<TextsSummary> listener() {
        return listener;
    }
}
