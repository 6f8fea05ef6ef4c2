package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;

/**
 * A program may have its own use for the threads that all of Java shares, such as waiting for us.
 */
@Isolated("takes the threads that all of Java shares")
class CommonPoolTest {

    private final CountDownLatch over = new CountDownLatch(1);

    @RegisterExtension final DownloadSetup downloads = new DownloadSetup();

    @BeforeEach
    void occupy() {
        for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
            ForkJoinPool.commonPool().execute(this::hold);
        }
    }

    private void hold() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void release() {
        over.countDown();
    }

    @Test
    void downloadNeedsNoneOfThem() throws Exception {
        assertEquals(Map.of("a.mp4", "video"), downloads.fetched(Reply.file("video")));
    }
}
