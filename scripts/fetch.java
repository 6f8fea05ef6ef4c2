///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Wait for some Fliki generations together and fetch each file as soon as it is there
//DEPS ../lib/fliki/Fliki.java

import fliki.Fliki;
import fliki.FlikiException;
import fliki.Outcome;

import java.nio.file.Path;
import java.util.List;

class fetch {
    public static void main(String... ids) {
        var fliki = Fliki.fromEnv();
        fliki.poll(List.of(ids))
                .map(outcome -> fetched(fliki, outcome))
                .forEach(System.out::println);
    }

    private static String fetched(Fliki fliki, Outcome outcome) {
        try {
            return "" + fliki.download(outcome.get(), Path.of(""));
        } catch (FlikiException e) {
            return e.getMessage();
        }
    }
}
