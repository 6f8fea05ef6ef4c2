///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Wait for some Fliki generations together and fetch each file as soon as it is there
//DEPS ../lib/fliki/Fliki.java

import fliki.Fliki;
import fliki.Outcome;

import java.nio.file.Path;
import java.util.List;

class fetch {
    public static void main(String... ids) {
        if (ids.length == 0 || ids[0].startsWith("-")) {
            System.err.println("usage: fetch ID...");
            System.exit(2);
        }
        var ended = Fliki.fromEnv().downloadTo(Path.of("")).poll(List.of(ids));
        var missing = ended.peek(System.out::println).filter(Outcome::failed).count();
        System.exit(missing == 0 ? 0 : 12);
    }
}
