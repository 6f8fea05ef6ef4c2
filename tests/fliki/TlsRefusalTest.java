package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.internal.http.Daemon;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/** Real handshakes with certificates of our own, which the client trusts or not. */
@Tag("slow")
@Timeout(60)
class TlsRefusalTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir static Path folder;

    private static KeyStore all;

    @BeforeAll
    static void makeCertificates() throws Exception {
        keytool("ca", "-ext", "bc:c");
        keytool("good", "-signer", "ca", "-ext", "san=dns:localhost");
        keytool("expired", "-signer", "ca", "-startdate", "-9d", "-validity", "3");
        keytool("early", "-signer", "ca", "-startdate", "+3d");
        keytool("other", "-signer", "ca", "-ext", "san=dns:other.example");
        keytool("stranger", "-ext", "san=dns:localhost");
        all = KeyStore.getInstance(folder.resolve("all").toFile(), PASSWORD);
    }

    private static void keytool(String name, String... options) throws Exception {
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command = new ArrayList<>(List.of(tool));
        Jvm.CHEAP.forEach(option -> command.add("-J" + option));
        command.addAll(List.of("-genkeypair", "-alias", name));
        command.addAll(
                List.of("-keyalg", "EC", "-dname", "CN=localhost", "-storepass", "changeit"));
        command.addAll(List.of("-keystore", folder.resolve("all").toString()));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }

    @ParameterizedTest
    @CsvSource({
        "expired, ca, TLSv1.3, its certificate has expired",
        "early, ca, TLSv1.3, its certificate is not valid yet; check this machine's clock",
        "other, ca, TLSv1.3, its certificate is for another host",
        "good, stranger, TLSv1.3, its certificate is from nobody that this Java trusts",
        "good, ca, TLSv1.2, the two sides share no version of TLS or no cipher"
    })
    void refusalIsNamedAndFinal(String server, String trusted, String version, String why)
            throws Exception {
        var failure = Failures.of(handshake(server, trusted, version), "", "h:1", Details.NONE);

        assertEquals("no safe connection to h:1: " + why, failure.getMessage());
        assertEquals(List.of(Kind.NETWORK, false), List.of(failure.kind(), failure.retryable()));
    }

    @Test
    void connectionThatBreaksInTheHandshakeMayPass() {
        var broken = new SSLHandshakeException("Remote host terminated the handshake");
        broken.initCause(new EOFException("SSL peer shut down incorrectly"));

        var failure = Failures.of(broken, "", "h:1", Details.NONE);

        assertEquals(true, failure.retryable());
    }

    /** What a client of this version that trusts one certificate says of a server with another. */
    private static IOException handshake(String server, String trusted, String version)
            throws Exception {
        var sockets = context(server, "ca").getServerSocketFactory();
        var loopback = InetAddress.getLoopbackAddress();
        try (var socket = (SSLServerSocket) sockets.createServerSocket(0, 9, loopback)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            var serving = Daemon.of("tls", () -> serve(socket));
            serving.start();
            var context = context("stranger", trusted);
            var parameters = context.getDefaultSSLParameters();
            parameters.setProtocols(new String[] {version});
            var client =
                    HttpClient.newBuilder().sslContext(context).sslParameters(parameters).build();
            var url = URI.create("https://localhost:" + socket.getLocalPort() + "/");
            return assertThrows(
                    IOException.class,
                    () ->
                            client.send(
                                    HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()));
        }
    }

    private static void serve(SSLServerSocket server) {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                socket.getInputStream().read();
            } catch (IOException e) {
                // The client refuses the handshake, or the test is over.
            }
        }
    }

    private static SSLContext context(String key, String trusted) throws Exception {
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store(key), PASSWORD);
        var trust = TrustManagerFactory.getInstance("PKIX");
        var anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("anchor", all.getCertificate(trusted));
        trust.init(anchors);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** One key of all, so that it is clear which one is shown. */
    private static KeyStore store(String name) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var key = all.getKey(name, PASSWORD);
        store.setKeyEntry(name, key, PASSWORD, all.getCertificateChain(name));
        return store;
    }
}
