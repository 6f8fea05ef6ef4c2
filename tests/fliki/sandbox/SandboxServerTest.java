package fliki.sandbox;

import static fliki.sandbox.Rehearsal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

@Isolated("looks at all threads")
class SandboxServerTest {
    private static final Duration LENGTH = Duration.ofSeconds(10);

    @Test
    void nobodyButThisMachineReachesIt() throws Exception {
        try (var sandbox = Sandbox.start(0, LENGTH)) {
            int port = sandbox.url().getPort();

            var reached =
                    NetworkInterface.networkInterfaces()
                            .flatMap(NetworkInterface::inetAddresses)
                            .filter(address -> connects(address, port));

            assertEquals(List.of("127.0.0.1"), reached.map(InetAddress::getHostAddress).toList());
            assertFalse(connects(InetAddress.getByName("127.0.0.2"), port));
        }
    }

    @Test
    void closesAndFreesThePort() throws Exception {
        var sandbox = Sandbox.start(0, LENGTH);

        sandbox.close();
        sandbox.close(); // closing twice is closing

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
    void noThreadKeepsTheProgramRunning() {
        var before = Thread.getAllStackTraces().keySet();

        try (var sandbox = Sandbox.start(0, LENGTH)) {
            var threads = new HashSet<>(Thread.getAllStackTraces().keySet());
            threads.removeAll(before);

            assertFalse(threads.isEmpty(), sandbox.url().toString());
            assertTrue(threads.stream().allMatch(Thread::isDaemon), threads.toString());
        }
    }

    @Test
    void oneSandboxKnowsNothingOfTheOther() throws Exception {
        try (var one = new Rehearsal();
                var other = new Rehearsal()) {
            one.status("a");
            one.pass(10);

            assertTrue(text(other.status("a")).contains("queued"));
            assertTrue(text(one.status("a")).contains("success"));
        }
    }

    private static boolean connects(InetAddress address, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
