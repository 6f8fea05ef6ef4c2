package fliki.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A process need not wait for a client that listens to the network. */
@Isolated("looks at all threads")
class ConnectionsTest {

    private final Set<Thread> others = Thread.getAllStackTraces().keySet();
    private final Connections connections = new Connections(Map.of());

    /** Those that listen still, when they had a while to end. */
    private List<String> listening() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!others.contains(thread)) {
                thread.join(200);
            }
        }
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !others.contains(thread))
                .map(thread -> thread.getName().replaceAll("[0-9]+", "N"))
                .filter(name -> name.endsWith("SelectorManager"))
                .toList();
    }

    @Test
    void oneThatIsEndedDoesNot() throws InterruptedException {
        connections.warmUp();

        connections.end();

        assertEquals(List.of(), listening());
    }

    /** Ctrl-C: what waits for an answer would take the end for a failure, and say so. */
    @Test
    void endOfTheProcessLeavesARequestThatIsUnderWay() throws InterruptedException {
        connections.warmUp();
        connections.begun();
        connections.endIdle();
        assertEquals(List.of("HttpClient-N-SelectorManager"), listening());

        connections.ended();
        connections.endIdle();

        assertEquals(List.of(), listening());
    }
}
