///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Explore in JShell: generate(...), status("id"), poll("id"), bulk("ids.csv"), report("out.csv")
//RUNTIME_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//RUNTIME_OPTIONS -Xlog:disable -XX:+IgnoreUnrecognizedVMOptions -XX:+UseTransparentHugePages
//DEPS ../lib/fliki/Fliki.java

import fliki.*;
import fliki.csv.*;
import java.time.Duration;

/** The client; it looks for the key when a verb needs it. Change it: fliki = fliki.rate(20) */
Fliki fliki = Fliki.fromEnv();

/** Gives what a verb gives, or a failure without its trace, which JShell shows as one line. */
<T> T show(Supplier<T> verb) {
    String message;
    try {
        return verb.get();
    } catch (IllegalMonitorStateException e) { // how Ctrl-C ends a thread that waits for a queue
        message = "stopped";
    } catch (RuntimeException e) {
        message = e.getMessage();
    }
    var failure = new RuntimeException(message);
    failure.setStackTrace(new StackTraceElement[0]);
    throw failure;
}

/** How a generation is going, now. */
Status status(String id) {
    return show(() -> fliki.status(id));
}

/** Waits until a generation has ended and prints each change meanwhile; JShell prints the end. */
Status poll(String id) {
    Consumer<Status> progress = now -> {
        if (!now.finished()) {
            System.out.println(now);
        }
    };
    return show(() -> fliki.onUpdate(progress).poll(id));
}

CsvSummary bulk(String in, String out) {
    var summary = show(() -> fliki.bulk(Path.of(in), Path.of(out)));
    System.out.println("written: " + out);
    return summary;
}

/** Looks up the ids of a CSV and writes it with their results: ids.csv becomes ids-out.csv. */
CsvSummary bulk(String in) {
    return bulk(in, in.replaceFirst("(\\.[^./\\\\]*)?$", "-out$1"));
}

/** Makes a page of what bulk wrote, to look at in a browser: out.csv becomes out.html. */
Path report(String csv) {
    var html = Path.of(csv.replaceFirst("(\\.[^./\\\\]*)?$", ".html"));
    return show(() -> fliki.report(Path.of(csv), html));
}

/** Starts a generation from a template with one text; gives its id. It costs credits. */
String generate(String template, String scene, String layer, String text) {
    var film = Generation.template(template).text(scene, layer, text);
    return show(() -> fliki.generate(film)).get(0);
}

/** Fetches the file of a finished generation into the current folder. */
Path download(String id) {
    return show(() -> fliki.download(id));
}

// In one block: JShell takes a while for each declaration and statement.
{
    if (args.length > 0) {
        System.err.println("usage: session, with its commands typed or from a pipe: session < FILE");
        System.exit(2);
    }
    // Without its alias, JBang ends a session behind this file, with another one: empty that.
    var command = System.getProperty("sun.java.command", "");
    var last = command.substring(command.lastIndexOf("session.jsh ") + "session.jsh ".length());
    if (last.contains("jbang_exit_")) {
        Files.writeString(Path.of(last), "");
    }
    System.out.println("""
        A client called fliki is ready:
          status("id")      how it is going, now
          poll("id")        wait until it has ended
          download("id")    fetch the file of one that has ended, without waiting
          bulk("ids.csv")   look up a whole CSV
          report("out.csv") make a page of its output, to look at in a browser
          generate("template", "scene", "layer", "text")    start one: it costs credits
        Settings, such as fliki = fliki.rate(20), and all other verbs: fliki.<Tab>
        """);
}
