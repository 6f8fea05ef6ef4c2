///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Look up every id of a CSV and write the same rows with their results
//DEPS ../lib/fliki/Fliki.java

import fliki.Fliki;

import java.nio.file.Path;

class bulk {
    public static void main(String... files) {
        if (files.length != 2 || files[0].startsWith("-")) {
            System.err.println("usage: bulk IDS.csv OUT.csv");
            System.exit(2);
        }
        System.out.println(Fliki.fromEnv().bulk(Path.of(files[0]), Path.of(files[1])));
    }
}
