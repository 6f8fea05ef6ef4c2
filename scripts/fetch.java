///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Wait for some Fliki generations together and fetch each file as soon as it is there
//DEPS ../lib/fliki/Fliki.java

import fliki.Fliki;

import java.nio.file.Path;
import java.util.List;

class fetch {
    public static void main(String... ids) {
        Fliki.fromEnv().downloadTo(Path.of("")).poll(List.of(ids)).forEach(System.out::println);
    }
}
