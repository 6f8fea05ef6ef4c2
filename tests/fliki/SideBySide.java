package fliki;

import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;

/**
 * Runs a class beside others, but its own tests one after the other: for those that wait for
 * processes of their own, and change nothing that others see.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(CONCURRENT)
@ResourceLock(providers = SideBySide.OwnApi.class)
public @interface SideBySide {

    /** What the tests of a class have in common, such as its server. */
    final class OwnApi implements ResourceLocksProvider {

        @Override
        public Set<Lock> provideForClass(Class<?> type) {
            return Set.of(new Lock(type.getName()));
        }
    }
}
