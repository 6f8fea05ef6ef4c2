///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Wait for a Fliki generation, print how it ended, and post it to a webhook URL
//DEPS ../lib/fliki/Fliki.java

import fliki.Fliki;
import fliki.FlikiException;
import fliki.Outcome;

import kong.unirest.core.Unirest;

class notify {
    public static void main(String... args) {
        if (args.length < 1 || args.length > 2 || args[0].startsWith("-")) {
            System.err.println("usage: notify ID [WEBHOOK-URL]");
            System.exit(2);
        }
        var end = end(args[0]);
        System.out.println(end);
        if (args.length == 1) {
            System.exit(end.failed() ? 12 : 0);
        }
        var post = Unirest.post(args[1]).header("Content-Type", "application/json");
        int answer = post.body(end.json()).asEmpty().getStatus();
        if (answer / 100 != 2) {
            System.err.println("the webhook answered " + answer);
            System.exit(12);
        }
    }

    /** A failure is news for the webhook, too. */
    private static Outcome end(String id) {
        try {
            return Outcome.of(Fliki.fromEnv().poll(id));
        } catch (FlikiException e) {
            return Outcome.of(id, e);
        }
    }
}
