package fliki.sandbox;

import org.mockserver.configuration.ConfigurationProperties;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Silences MockServer, yet leaves the logging of the program it runs in alone. */
final class HostLogging {
    /** Held, lest it be forgotten; and got first, so that the program's set-up is read by now. */
    private static final Logger MOCK_SERVER = Logger.getLogger("org.mockserver");

    private static final String OWN_SETUP = "java.util.logging.config.class";

    private HostLogging() {}

    /**
     * Switches MockServer's log off. Unless this property names a set-up, MockServer answers by
     * replacing the java.util.logging set-up of the whole program, with standard output as target.
     * Exceptions it logs whatever its level, so its logger is closed as well.
     */
    static synchronized void silence() {
        MOCK_SERVER.setLevel(Level.OFF);
        String before = System.getProperty(OWN_SETUP);
        System.setProperty(OWN_SETUP, HostLogging.class.getName());
        try {
            ConfigurationProperties.logLevel("OFF");
        } finally {
            if (before == null) {
                System.clearProperty(OWN_SETUP);
            } else {
                System.setProperty(OWN_SETUP, before);
            }
        }
    }
}
