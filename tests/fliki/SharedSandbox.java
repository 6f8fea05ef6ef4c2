package fliki;

import fliki.sandbox.Sandbox;

import java.time.Duration;

/** One for all tests that need nothing but a sandbox. */
public final class SharedSandbox {

    /** Its jobs take a second. */
    public static final Sandbox SANDBOX = Sandbox.start(0, Duration.ofSeconds(1));

    private SharedSandbox() {}
}
