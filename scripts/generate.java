///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Start a generation from a template with a text of its own, and wait for its file
//DEPS ../lib/fliki/Fliki.java

import fliki.Fliki;
import fliki.Generation;

import java.nio.file.Path;

class generate {
    public static void main(String... args) {
        if (args.length != 4 || args[0].startsWith("-")) {
            System.err.println("usage: generate TEMPLATE SCENE LAYER TEXT");
            System.exit(2);
        }
        var film = Generation.template(args[0]).text(args[1], args[2], args[3]);
        var fliki = Fliki.fromEnv().downloadTo(Path.of(""));
        fliki.poll(fliki.generate(film)).forEach(System.out::println);
    }
}
