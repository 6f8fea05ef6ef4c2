///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Wait until a Fliki generation has ended, and show how it goes
//DEPS ../lib/fliki/Fliki.java

import fliki.Fliki;

class poll {
    public static void main(String... id) {
        if (id.length != 1 || id[0].startsWith("-")) {
            System.err.println("usage: poll ID");
            System.exit(2);
        }
        var fliki = Fliki.fromEnv().onUpdate(System.out::println).onNotice(System.err::println);
        System.exit(fliki.poll(id[0]).state().failed() ? 10 : 0);
    }
}
