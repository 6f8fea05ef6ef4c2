///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Run the whole toolkit against the sandbox: no key, no network
//SOURCES ../lib/fliki/sandbox/Sandbox.java
//SOURCES ../fliki.java

import fliki.sandbox.Sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class demo {
    private static final String IDS =
            "title;fileId\nHello;hello\nBonjour;busy-bonjour\nOops;missing-1\n";
    private static final String TEXTS =
            "title,intro.voiceover\nHello,\"Welcome, all!\"\nBonjour,Bienvenue !\n";

    private final Sandbox sandbox;
    private final Path folder;
    private int surprises;

    private demo(Sandbox sandbox, Path folder) {
        this.sandbox = sandbox;
        this.folder = folder;
    }

    public static void main(String... args) throws IOException, InterruptedException {
        if (args.length > 0) {
            System.err.println("usage: demo");
            System.exit(2);
        }
        System.out.println("Starting the sandbox, a simulated Fliki on this machine ...");
        var folder = Files.createTempDirectory("fliki-demo");
        try (var sandbox = Sandbox.start(0, Duration.ofSeconds(3))) {
            var demo = new demo(sandbox, folder);
            demo.run();
            System.out.println(
                    demo.surprises == 0
                            ? "\nAll came out as expected. Open this page in a browser:\n"
                                    + folder.resolve("done.html").toUri()
                            : "\n" + demo.surprises + " steps did not come out as expected");
            System.exit(demo.surprises == 0 ? 0 : 1);
        }
    }

    private void run() throws IOException, InterruptedException {
        step("How is one generation going? One that just began is queued.", 0, "status", "hello");

        step(
                "How are several going? One of them is unknown: exit code 12.",
                12,
                "status --json hello busy-video done-video limit-once missing-one".split(" "));

        step(
                "Wait for three of them and fetch the files; one ends in error: exit code 10.",
                10,
                "poll hello busy-video fail-video --every 500ms..5s --download=videos".split(" "));
        check("videos/hello.mp4 is a playable file", isMp4("videos/hello.mp4"));
        check("nothing was saved of the one that failed", !has("videos/fail-video.mp4"));

        show("ids.csv", Files.writeString(folder.resolve("ids.csv"), IDS));
        step(
                "Look up a whole CSV, beside its other columns.",
                12,
                "bulk ids.csv -o out.csv".split(" "));
        show("out.csv", folder.resolve("out.csv"));

        show("texts.csv", Files.writeString(folder.resolve("texts.csv"), TEXTS));
        step(
                "Start a generation for each row of a CSV of texts: it would cost credits.",
                0,
                "generate texts.csv --template film --yes -o started.csv".split(" "));
        show("started.csv", folder.resolve("started.csv"));
        step(
                "Wait for them together, and name each file by its title.",
                0,
                ("bulk started.csv --wait --every 500ms..5s --download=videos"
                                + " --file-name {title} -o done.csv")
                        .split(" "));
        show("done.csv", folder.resolve("done.csv"));
        check("videos/Bonjour.mp4 is named by its title", isMp4("videos/Bonjour.mp4"));
        check("both videos of the list are done", count("done.csv", ",success,100,http") == 2);

        step("Make a page of it, to look at.", 0, "report", "done.csv");
        check("the page is there", has("done.html"));
    }

    private void show(String name, Path file) throws IOException {
        System.out.println("\nHere is " + name + ":\n" + Files.readString(file));
    }

    /** Runs the real command line in a process of its own, in the folder of the demo. */
    private void step(String what, int expected, String... args)
            throws IOException, InterruptedException {
        System.out.println("\n# " + what + "\n$ fliki " + String.join(" ", args));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path")));
        command.add("fliki");
        command.addAll(List.of(args));
        var process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
        process.environment().put("FLIKI_API_URL", sandbox.url().toString());
        process.environment().put("FLIKI_API_KEY", Sandbox.KEY);
        int code = process.start().waitFor();
        check("exit code " + code, code == expected);
    }

    private void check(String what, boolean good) {
        surprises += good ? 0 : 1;
        System.out.println((good ? "ok: " : "NOT AS EXPECTED: ") + what);
    }

    private boolean has(String file) {
        return Files.exists(folder.resolve(file));
    }

    private boolean isMp4(String file) throws IOException {
        var bytes = has(file) ? Files.readAllBytes(folder.resolve(file)) : new byte[0];
        return bytes.length > 8
                && new String(bytes, 4, 4, StandardCharsets.US_ASCII).equals("ftyp");
    }

    private long count(String file, String text) throws IOException {
        return Files.readAllLines(folder.resolve(file)).stream()
                .filter(line -> line.contains(text))
                .count();
    }
}
