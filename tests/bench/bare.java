///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION The least a program can do for one status: what benchstartup compares with

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

class bare {
    public static void main(String... id) throws Exception {
        var url = System.getenv("FLIKI_API_URL") + "/generate/status?fileId=" + id[0];
        var request =
                HttpRequest.newBuilder(URI.create(url))
                        .header("Authorization", "Bearer " + System.getenv("FLIKI_API_KEY"))
                        .header("Content-Type", "application/json")
                        .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        System.out.println(answer.body());
    }
}
