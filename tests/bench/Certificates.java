import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Certificates of localhost that keytool makes, and a trust store that holds some of them with all
 * that Java trusts.
 */
final class Certificates implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final Path folder = Files.createTempDirectory("bench");

    /** An empty set, with a trust store that holds what Java trusts. */
    Certificates() throws IOException {
        var cacerts = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
        Files.copy(cacerts, trust());
        trust().toFile().setWritable(true);
    }

    private Path trust() {
        return folder.resolve("trust");
    }

    /** Makes one that is trusted. */
    SSLContext trusted(String name) throws Exception {
        var context = untrusted(name);
        var pem = pem(name).toString();
        keytool(name, "-exportcert", "-rfc", "-keystore", store(name), "-file", pem);
        keytool(name, "-importcert", "-noprompt", "-keystore", "" + trust(), "-file", pem);
        return context;
    }

    /** Makes one that is not. */
    SSLContext untrusted(String name) throws Exception {
        keytool(
                name,
                List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"),
                List.of("-startdate", "-3d", "-validity", "9", "-dname", "CN=localhost"),
                List.of("-ext", "san=dns:localhost", "-keystore", store(name)));
        var password = PASSWORD.toCharArray();
        var store = KeyStore.getInstance(Path.of(store(name)).toFile(), password);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private String store(String name) {
        return folder.resolve(name + ".p12").toString();
    }

    /** The certificate, for programs other than Java. */
    Path pem(String name) {
        return folder.resolve(name + ".pem");
    }

    private static void keytool(String name, String... arguments) throws Exception {
        keytool(name, List.of(arguments));
    }

    @SafeVarargs
    private static void keytool(String name, List<String>... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        for (var some : arguments) {
            command.addAll(some);
        }
        command.addAll(List.of("-alias", name, "-storepass", PASSWORD));
        var keytool = new ProcessBuilder(command).inheritIO();
        if (keytool.redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor() != 0) {
            throw new IOException(String.join(" ", command));
        }
    }

    /** What makes a Java trust the trusted ones. */
    List<String> options() {
        return List.of("-Djavax.net.ssl.trustStore=" + trust());
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
