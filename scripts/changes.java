///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Report only what changed in a list of ids since the last run, for cron
//DEPS ../lib/fliki/Fliki.java

import fliki.Fliki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class changes {
    public static void main(String... files) throws IOException {
        if (files.length != 1 || files[0].startsWith("-")) {
            System.err.println("usage: changes IDS.txt");
            System.exit(2);
        }
        var ids = Files.readAllLines(Path.of(files[0])).stream().map(String::strip);
        var seen = Path.of(files[0] + ".seen");
        var before = Files.exists(seen) ? Files.readAllLines(seen) : List.<String>of();
        var now =
                Fliki.fromEnv()
                        .bulk(ids.filter(id -> !id.isEmpty()))
                        .map(outcome -> outcome.fileId() + " " + outcome.word())
                        .toList();
        now.stream().filter(line -> !before.contains(line)).forEach(System.out::println);
        Files.write(seen, now);
    }
}
