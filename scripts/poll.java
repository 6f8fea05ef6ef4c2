///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Wait until a Fliki generation has ended, and show how it goes
//DEPS ../lib/fliki/Fliki.java

import fliki.Fliki;

import java.time.Duration;

class poll {
    public static void main(String... id) {
        var done =
                Fliki.fromEnv()
                        .atMost(Duration.ofHours(1))
                        .onUpdate(System.out::println)
                        .onNotice(notice -> System.err.println(notice.message()))
                        .poll(id[0]);
        System.exit(done.state().failed() ? 10 : 0);
    }
}
