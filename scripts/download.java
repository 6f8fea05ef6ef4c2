///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Wait for a Fliki generation and fetch its file into a folder
//DEPS ../lib/fliki/Fliki.java

import fliki.Fliki;

import java.nio.file.Path;

class download {
    public static void main(String... args) {
        var folder = Path.of(args.length > 1 ? args[1] : "");
        var fliki = Fliki.fromEnv();
        System.out.println(fliki.download(fliki.poll(args[0]), folder));
    }
}
