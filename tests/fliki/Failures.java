package fliki;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Supplier;

/** What a call fails with. */
final class Failures {

    private Failures() {}

    static FlikiException of(Supplier<?> call) {
        return assertThrows(FlikiException.class, call::get);
    }
}
