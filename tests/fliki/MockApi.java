package fliki;

import static org.mockserver.model.HttpRequest.request;
import static org.mockserver.model.HttpResponse.response;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.mockserver.configuration.Configuration;
import org.mockserver.integration.ClientAndServer;
import org.mockserver.matchers.Times;
import org.mockserver.model.HttpRequest;
import org.mockserver.model.HttpResponse;
import org.slf4j.event.Level;

import java.util.List;

/** The API, played by a MockServer for the tests of one class; each starts with an empty one. */
public final class MockApi implements BeforeEachCallback, AfterAllCallback {

    private ClientAndServer server;

    private synchronized ClientAndServer server() {
        if (server == null) {
            var quiet = new Configuration().logLevel(Level.ERROR).disableSystemOut(true);
            server = ClientAndServer.startClientAndServer(quiet, 0);
        }
        return server;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        server().reset();
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        // Called for each nested class, too, which has the server of the one around it.
        var outermost = context.getRequiredTestClass().getEnclosingClass() == null;
        if (outermost && server != null) {
            server.stop();
        }
    }

    /** The base URL. */
    public String url() {
        return "http://localhost:" + server().getPort() + "/v1";
    }

    /** The base URL with a certificate that nobody trusts. */
    public String httpsUrl() {
        return url().replace("http:", "https:");
    }

    /** Answers everything that nothing else answers, with JSON. */
    public void answer(int status, String body) {
        answer(response(body).withStatusCode(status));
    }

    /** Answers everything that nothing else answers. */
    public void answer(HttpResponse response) {
        server().when(request()).respond(response);
    }

    /** Answers the next request, behind those that were set before. */
    public void next(HttpResponse response) {
        server().when(request(), Times.once()).respond(response);
    }

    /** Answers requests for one id. */
    public void answer(String fileId, HttpResponse response) {
        server().when(request().withQueryStringParameter("fileId", fileId)).respond(response);
    }

    /** Answers requests for one id with this state. */
    public void state(String fileId, String status) {
        answer(fileId, response(json(fileId, status)));
    }

    /** An answer of the API. */
    public static String json(String fileId, String status) {
        return "{\"fileId\":\"" + fileId + "\",\"status\":\"" + status + "\"}";
    }

    /** All requests so far, in order. */
    public List<HttpRequest> requests() {
        return List.of(server().retrieveRecordedRequests(request()));
    }
}
