///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Make a page of a bulk output, to look at in a browser
//DEPS ../lib/fliki/Fliki.java

import fliki.Fliki;

import java.nio.file.Path;

class report {
    public static void main(String... files) {
        if (files.length != 2 || files[0].startsWith("-")) {
            System.err.println("usage: report OUT.csv OUT.html");
            System.exit(2);
        }
        System.out.println(Fliki.fromEnv().report(Path.of(files[0]), Path.of(files[1])));
    }
}
