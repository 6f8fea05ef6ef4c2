package fliki.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import fliki.internal.text.Windows;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;

/** Standard output or error of this process; no other writer leads to a terminal. */
final class StandardWriter extends PrintWriter {

    private final String descriptor;

    private StandardWriter(OutputStream bytes, String descriptor) {
        super(new OutputStreamWriter(bytes, Windows.HERE ? Screen.charset(descriptor) : UTF_8));
        this.descriptor = descriptor;
    }

    /** Standard output. */
    static PrintWriter out() {
        return new StandardWriter(Stdout.open(), "1");
    }

    /** Standard error. */
    static PrintWriter err() {
        return new StandardWriter(new FileOutputStream(FileDescriptor.err), "2");
    }

    String descriptor() {
        return descriptor;
    }
}
