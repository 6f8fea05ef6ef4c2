package fliki;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Supplier;

/** What a call fails with. */
public final class Thrown {

    private Thrown() {}

    public static FlikiException of(Supplier<?> call) {
        return assertThrows(FlikiException.class, call::get);
    }
}
