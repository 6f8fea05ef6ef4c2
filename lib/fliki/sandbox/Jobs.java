package fliki.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The jobs seen so far; past a limit the one not asked for longest is forgotten. Thread-safe. */
final class Jobs {
    static final int LIMIT = 100_000;

    private final Map<String, Job> jobs =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Job> eldest) {
                    return size() > LIMIT;
                }
            };
    private final Duration length;
    private final InstantSource clock;
    private long started;

    Jobs(Duration length, InstantSource clock) {
        this.length = length;
        this.clock = clock;
    }

    /** Makes a job that begins now, with an id that begins so. */
    synchronized String start(String prefix) {
        var id = prefix + "-" + ++started;
        jobs.put(id, new Job(clock.instant(), 0));
        return id;
    }

    /**
     * Counts one look at a job, which begins with it where nothing started it before, and tells
     * what the look finds.
     */
    synchronized Step look(String id) {
        Job before = jobs.getOrDefault(id, new Job(clock.instant(), 0));
        Job job = new Job(before.start(), before.looks() + 1);
        jobs.put(id, job);
        return step(id, job);
    }

    /** How often a job was looked at; 0 for an id never seen, or forgotten. */
    synchronized int looks(String id) {
        Job job = jobs.get(id);
        return job == null ? 0 : job.looks();
    }

    /** Whether the job is known and has ended well by now. */
    synchronized boolean succeeded(String id) {
        Job job = jobs.get(id);
        return job != null && step(id, job).succeeded();
    }

    private Step step(String id, Job job) {
        Duration age = Duration.between(job.start(), clock.instant());
        return Plot.of(id).step(job.looks(), seconds(age) / seconds(length));
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    private record Job(Instant start, int looks) {}
}
