package fliki.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.logging.Logger;

@Isolated("looks at the logging of the whole process")
class SandboxServerTest {
    private static final Duration LENGTH = Duration.ofSeconds(10);

    @Test
    void listensOnItsOwnLoopbackAddressOnly() throws Exception {
        try (var sandbox = Sandbox.start(0, LENGTH)) {
            int port = sandbox.url().getPort();

            connect("127.0.0.1", port);

            assertThrows(IOException.class, () -> connect("127.0.0.2", port));
        }
    }

    @Test
    void closesWithinASecondAndFreesThePort() throws Exception {
        var sandbox = Sandbox.start(0, LENGTH);

        assertTimeout(Duration.ofSeconds(1), sandbox::close);

        new ServerSocket(sandbox.url().getPort()).close();
    }

    @Test
    void takenPortIsNamed() throws Exception {
        try (var taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();

            var e = assertThrows(UncheckedIOException.class, () -> Sandbox.start(port, LENGTH));

            assertEquals(
                    "port " + port + " is taken on 127.0.0.1; choose another, or 0 for any",
                    e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void lengthIsPositive(Duration length) {
        var e = assertThrows(IllegalArgumentException.class, () -> Sandbox.start(0, length));

        assertEquals("length must be positive: " + length, e.getMessage());
    }

    @Test
    void loggingOfTheProgramAroundStaysAsItIs() {
        var root = Logger.getLogger("");
        var before = Arrays.asList(root.getHandlers());

        Sandbox.start(0, LENGTH).close();

        assertEquals(before, Arrays.asList(root.getHandlers()));
    }

    private static void connect(String address, int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
        }
    }
}
