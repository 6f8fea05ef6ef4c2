///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Look up every id of a CSV and write the same rows with their results
//DEPS ../lib/fliki/Fliki.java

import fliki.Fliki;

import java.nio.file.Path;

class bulk {
    public static void main(String... files) {
        System.out.println(Fliki.fromEnv().bulk(Path.of(files[0]), Path.of(files[1])));
    }
}
