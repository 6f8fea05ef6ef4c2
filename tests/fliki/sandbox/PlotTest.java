package fliki.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

class PlotTest {
    @Test
    void jobIsQueuedThenProcessingThenSuccess() {
        Plot plot = Plot.of("64f0c0ffee");

        var steps = DoubleStream.of(0, 0.19, 0.2, 0.6, 0.999, 1, 50).mapToObj(p -> plot.step(9, p));

        assertEquals(
                List.of(
                        Step.state("queued"),
                        Step.state("queued"),
                        Step.state("processing", 0),
                        Step.state("processing", 50),
                        Step.state("processing", 99),
                        Step.state("success", 100),
                        Step.state("success", 100)),
                steps.toList());
    }

    @ParameterizedTest
    @CsvSource({"fail-1,error", "cancel-1,canceled", "stuck-1,queued"})
    void someJobsNeverSucceed(String id, String end) {
        Step last = Plot.of(id).step(9, 1000);

        assertEquals(Step.state(end), last);
    }

    @Test
    void failingJobIsProcessedFirst() {
        Step middle = Plot.of("fail-1").step(1, 0.6);

        assertEquals(Step.state("processing", 50), middle);
    }

    @Test
    void busyJobIsProcessingAtTheFirstLook() {
        Step first = Plot.of("busy-1").step(1, 0);

        assertEquals(Step.state("processing", 37), first);
    }

    @Test
    void doneJobHasSucceededAtTheFirstLook() {
        Step first = Plot.of("done-1").step(1, 0);

        assertEquals(Step.state("success", 100), first);
    }

    @Test
    void missingJobIsNeverFound() {
        Step late = Plot.of("missing-1").step(9, 1);

        assertEquals(Step.refused(404, "No file has this id"), late);
    }

    @ParameterizedTest
    @CsvSource({"limit-1, 429 200 200", "flaky-1, 503 503 200"})
    void earlyTroublePasses(String id, String codes) {
        Plot plot = Plot.of(id);

        var seen = IntStream.rangeClosed(1, 3).mapToObj(look -> "" + plot.step(look, 0).code());

        assertEquals(List.of(codes.split(" ")), seen.toList());
    }

    @Test
    void plotNeedsTheWholePrefix() {
        Plot plot = Plot.of("failed");

        assertEquals(Plot.SUCCESS, plot);
    }
}
