///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Print how each of some Fliki generations is going, now
//DEPS ../lib/fliki/Fliki.java

import fliki.Fliki;

import java.util.List;

class status {
    public static void main(String... ids) {
        if (ids.length == 0 || ids[0].startsWith("-")) {
            System.err.println("usage: status ID...");
            System.exit(2);
        }
        var looks = Fliki.fromEnv().status(List.of(ids)).peek(System.out::println);
        var failed = looks.filter(look -> look.failure().isPresent()).count();
        System.exit(failed == 0 ? 0 : 12);
    }
}
