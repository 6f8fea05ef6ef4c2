package fliki.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/** Nobody but this machine reaches the sandbox. */
class LoopbackTest {

    private static List<InetAddress> addresses(boolean loopback) throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address.isLoopbackAddress() == loopback)
                .toList();
    }

    private static boolean reached(InetAddress address, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void onlyLoopbackIsBound() throws Exception {
        try (var sandbox = Sandbox.start(0, Duration.ofSeconds(9))) {
            var port = sandbox.url().getPort();

            var outside = addresses(false).stream().filter(address -> reached(address, port));

            assertEquals(List.of(), outside.toList());
            assertTrue(addresses(true).stream().anyMatch(address -> reached(address, port)));
        }
    }
}
