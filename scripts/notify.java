///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Wait for a Fliki generation, then print how it ended or post it to a webhook URL
//DEPS ../lib/fliki/Fliki.java

import fliki.Fliki;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

class notify {
    public static void main(String... args) throws IOException, InterruptedException {
        var done = Fliki.fromEnv().poll(args[0]);
        if (args.length == 1) {
            System.out.println(done);
            return;
        }
        var post =
                HttpRequest.newBuilder(URI.create(args[1]))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(done.json()))
                        .build();
        var answer = HttpClient.newHttpClient().send(post, BodyHandlers.discarding());
        System.exit(answer.statusCode() / 100 == 2 ? 0 : 1);
    }
}
