///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Look up every id of a text file, one a line, and print one JSON object a line
//DEPS ../lib/fliki/Fliki.java

import fliki.Fliki;
import fliki.Outcome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class jsonl {
    public static void main(String... files) throws IOException {
        if (files.length != 1 || files[0].startsWith("-")) {
            System.err.println("usage: jsonl IDS.txt");
            System.exit(2);
        }
        try (var ids = Files.lines(Path.of(files[0]))) {
            var outcomes = Fliki.fromEnv().bulk(ids.map(String::strip).filter(id -> !id.isEmpty()));
            outcomes.map(Outcome::json).forEach(System.out::println);
        }
    }
}
