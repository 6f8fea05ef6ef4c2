//JAVA 17+
//COMPILE_OPTIONS -XDstringConcat=inline
//COMPILE_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC
//DEPS com.konghq:unirest-java-core:4.10.1
//DEPS org.json:json:20260814
//DEPS de.siegmar:fastcsv:4.4.0
//SOURCES Status.java State.java Outcome.java Notice.java FlikiException.java Generation.java
//SOURCES csv/Csv.java csv/CsvSummary.java csv/CsvException.java csv/CsvRun.java csv/StartRun.java
//SOURCES csv/Input.java csv/Rows.java csv/Format.java csv/Columns.java csv/Cells.java
//SOURCES csv/OutputFile.java csv/Resume.java csv/InFlight.java csv/FileNaming.java
//SOURCES csv/Results.java report/Report.java report/Verdict.java report/Totals.java
//SOURCES report/PlayableFiles.java report/Page.java
//FILES fliki/report/page.html=report/page.html fliki/report/page.css=report/page.css
//FILES fliki/report/page.js=report/page.js
//SOURCES Client.java Poller.java Downloads.java Look.java
//SOURCES Looks.java Starts.java Patience.java
//SOURCES Api.java Answers.java AnswerJson.java
//SOURCES Silence.java Asked.java Trouble.java Polled.java
//SOURCES Warmup.java Download.java Links.java
//SOURCES Settings.java Shared.java ApiKey.java Listeners.java
//SOURCES Pace.java Backoff.java Progress.java
//SOURCES Failures.java TlsRefusal.java Background.java
//SOURCES Time.java
//SOURCES internal/http/Transport.java internal/http/TimedClient.java internal/http/TimedBody.java
//SOURCES internal/http/Connections.java internal/http/Daemon.java internal/http/Proxies.java
//SOURCES internal/http/Loopback.java internal/http/RetryAfter.java
//SOURCES internal/http/Version.java internal/http/Deadline.java
//SOURCES internal/download/Link.java internal/download/FileVersion.java internal/download/Piece.java
//SOURCES internal/download/Arrival.java internal/download/NoFile.java
//SOURCES internal/download/PartFile.java internal/download/LockedFile.java
//SOURCES internal/download/FileNames.java
//SOURCES internal/text/Text.java internal/text/Json.java internal/text/Utf8.java
//SOURCES internal/text/Shell.java internal/text/Windows.java

package fliki;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.util.Objects.requireNonNull;

import fliki.csv.Csv;
import fliki.csv.CsvException;
import fliki.csv.CsvSummary;
import fliki.report.Report;

import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A polite client of the Fliki endpoints that start generations and tell their status.
 *
 * <pre>{@code
 * Fliki fliki = Fliki.fromEnv();
 * Status now = fliki.status("64f0c0ffee");
 * Status done = fliki.atMost(Duration.ofHours(1)).onUpdate(System.out::println).poll("64f0c0ffee");
 * Path file = fliki.download("64f0c0ffee");
 * fliki.downloadTo(Path.of("videos")).poll(ids).forEach(System.out::println);
 * fliki.rate(20).bulk(Path.of("ids.csv"), Path.of("out.csv"));
 * fliki.report(Path.of("out.csv"), Path.of("out.html"));
 * List<String> ids = fliki.generate(Generation.template("tpl").text("intro", "voice", "Welcome!"));
 * }</pre>
 *
 * <p>A setting returns a new client and fails at once on a bad value; a verb does the work. Clients
 * are immutable and thread-safe. Those derived from one client share its connections and its pace
 * ({@link #rate} starts a new pace). No setting or factory does any I/O: the first verb looks for
 * the key. Threads of a client are daemons: there is nothing to close. No argument may be null, no
 * result is.
 *
 * <p>A verb over many ids gives a lazy stream, for one thread at a time. A parallel stream works,
 * too, and still gives one outcome after the other. Close a stream that you do not read to its end:
 * otherwise its requests go on. Who reads a stream that was closed meanwhile gets a {@link
 * java.util.concurrent.CancellationException}.
 *
 * <p>Listeners may be called by several threads at once. No lock is held meanwhile: a listener may
 * wait, and may call any verb. An exception of a listener ends the verb, which throws it. Files are
 * written to the file system of the machine only, not into a zip file, say. Of all types, only the
 * exceptions can be serialised, without {@link FlikiException#lastStatus()}.
 *
 * <table>
 * <caption>Settings and their defaults</caption>
 * <tr><td>{@link #url}</td><td>{@code FLIKI_API_URL}, else {@code https://api.fliki.ai/v1}</td></tr>
 * <tr><td>{@link #timeout}</td><td>30 s</td></tr>
 * <tr><td>{@link #retries}</td><td>4</td></tr>
 * <tr><td>{@link #rate}</td><td>10 requests a second</td></tr>
 * <tr><td>{@link #atMost}</td><td>3 h</td></tr>
 * <tr><td>{@link #every}</td><td>2 s to 45 s</td></tr>
 * <tr><td>{@link #parallel}</td><td>8 requests in flight</td></tr>
 * <tr><td>{@link #downloadTo}</td><td>no downloads</td></tr>
 * <tr><td>{@link #onUpdate}, {@link #onNotice}</td><td>nothing</td></tr>
 * </table>
 */
public final class Fliki {

    private static final double DEFAULT_RATE = 10;

    private final Client client;
    private final Settings settings;

    Fliki(Shared shared, Time time, Pace pace, Settings settings) {
        this(new Client(shared, time, pace, settings));
    }

    private Fliki(Client client) {
        this.client = client;
        settings = client.settings();
    }

    /**
     * A client with this API key.
     *
     * @throws IllegalArgumentException for a key that no header can carry; the message does not
     *     hold it
     */
    public static Fliki key(String key) {
        var good = ApiKey.of(requireNonNull(key, "key"));
        return client(() -> good);
    }

    /**
     * A client with the API key that this file holds; the first verb reads it, and fails with
     * UNAUTHORIZED when it cannot be read or holds no usable key. The client whose verb that is
     * gets a notice when other users can read the file.
     */
    public static Fliki keyFile(Path file) {
        requireNonNull(file, "file");
        return client(() -> ApiKey.in(file));
    }

    /**
     * A client with the key of this machine's user, which the first verb looks for: in {@code
     * FLIKI_API_KEY}, then the line {@code FLIKI_API_KEY=...} in {@code ./.env}, then {@code
     * $XDG_CONFIG_HOME/fliki/key} ({@code ~/.config/fliki/key}, on Windows {@code
     * %APPDATA%\fliki\key}). Empty counts as absent. Without a key, or with one that no header can
     * carry, a verb fails with UNAUTHORIZED.
     */
    public static Fliki fromEnv() {
        var env = System.getenv();
        // Java asks the password file, which containers and sudo do not keep in step.
        var home = Path.of(env.getOrDefault("HOME", System.getProperty("user.home")));
        return client(() -> ApiKey.find(env, Path.of(""), home).orElseThrow(ApiKey::none));
    }

    private static Fliki client(Supplier<ApiKey> key) {
        var url = System.getenv().getOrDefault(Shared.ADDRESS, "");
        var settings =
                url.isBlank() ? Settings.DEFAULTS : Settings.DEFAULTS.urlOf(Shared.ADDRESS, url);
        var time = Time.system();
        return new Fliki(new Shared(key), time, new Pace(DEFAULT_RATE, time), settings);
    }

    /**
     * Asks this base URL: https, or plain http to this machine. Default: {@code FLIKI_API_URL} from
     * the environment, which is checked when a verb uses it, else {@code https://api.fliki.ai/v1}
     * (developer.fliki.ai).
     */
    public Fliki url(String url) {
        return with(settings.url(requireNonNull(url, "url")));
    }

    /**
     * Gives each request to the API this long, its answer included, and each download this long
     * without a byte. Default 30 s, at most 24 hours.
     */
    public Fliki timeout(Duration timeout) {
        return with(settings.timeout(requireNonNull(timeout, "timeout")));
    }

    /**
     * Tries a look-up or download this many times more after a network error, a timeout, 408, 425,
     * 429, 500, 502 to 504, 520 to 530, a firewall's refusal, or an answer that is none, such as a
     * page; a download that moves on has all its tries again. In {@code poll} and {@code bulk},
     * trouble with the network and 429 are waited out for two minutes whatever the retries, in
     * downloads too. The start of a generation is only tried again as {@link #generate(Generation)}
     * says. Default 4.
     */
    public Fliki retries(int retries) {
        return with(settings.retries(retries));
    }

    /**
     * Asks the API at most this many times a second, 0 for no ceiling, and starts a pace of its
     * own. After a 429 all requests go out more slowly, then faster again, bit by bit. Default 10.
     * Fliki publishes no figure, but refuses a key after too many requests (README of
     * github.com/nine-thirty-five/fliki-api, 2024).
     */
    public Fliki rate(double perSecond) {
        var own = new Pace(perSecond, client.time());
        return new Fliki(client.shared(), client.time(), own, settings);
    }

    /**
     * Keeps this many look-ups in flight when there are many ids, and beside a poll as many
     * downloads. Default 8, at most 1000.
     */
    public Fliki parallel(int requests) {
        return with(settings.parallel(requests));
    }

    /**
     * Waits at most this long for a generation to end; the wait for a turn under {@link #rate} is
     * part of it, a download is not. Default 3 hours: Fliki deletes files after that (README of
     * github.com/nine-thirty-five/fliki-api, 2024).
     */
    public Fliki atMost(Duration atMost) {
        return with(settings.atMost(requireNonNull(atMost, "atMost")));
    }

    /** Bounds the delay between two looks at one file. Default 2 s to 45 s. */
    public Fliki every(Duration min, Duration max) {
        var every = new Settings.Every(requireNonNull(min, "min"), requireNonNull(max, "max"));
        return with(settings.every(every));
    }

    /**
     * Fetches, with each verb, the file of each generation that ended well into this folder: the
     * status then has it, and the outcome. A download that fails is a failure of kind DOWNLOAD,
     * which keeps the status. Default: no downloads.
     */
    public Fliki downloadTo(Path dir) {
        return with(settings.downloadTo(requireNonNull(dir, "dir")));
    }

    /** Tells this listener each change of state or progress that a poll sees. */
    public Fliki onUpdate(Consumer<Status> listener) {
        return with(settings.onUpdate(requireNonNull(listener, "listener")));
    }

    /** Tells this listener what a person should know meanwhile. */
    public Fliki onNotice(Consumer<Notice> listener) {
        return with(settings.onNotice(requireNonNull(listener, "listener")));
    }

    private Fliki with(Settings changed) {
        return new Fliki(client.shared(), client.time(), client.pace(), changed);
    }

    /**
     * The status of one file, now.
     *
     * @throws FlikiException of any kind but NOT_FINISHED; a generation that ended in {@code error}
     *     is an answer. GENERATION_FAILED and DOWNLOAD only with {@link #downloadTo}
     * @throws IllegalArgumentException for an empty id; among many, it is that id's BAD_REQUEST
     */
    public Status status(String fileId) {
        return client.status(checked(fileId));
    }

    private static String checked(String fileId) {
        if (requireNonNull(fileId, "fileId").isBlank()) {
            throw new IllegalArgumentException("fileId is empty");
        }
        return fileId;
    }

    /** The ids as they are now, whatever becomes of the collection. */
    private static List<String> checked(Collection<String> fileIds) {
        requireNonNull(fileIds, "fileIds").forEach(id -> requireNonNull(id, "fileId"));
        return List.copyOf(fileIds);
    }

    /**
     * One look at each id, in the order given, read lazily. Each id has its own {@link #retries},
     * so that trouble with the network is reported soon, as the failure of its id; {@link
     * #bulk(Stream)} waits it out. Close a stream that is not read to its end; otherwise look-ups
     * that have begun run on.
     *
     * @throws FlikiException UNAUTHORIZED or FORBIDDEN from the stream, when the key is refused
     */
    public Stream<Outcome> status(Collection<String> fileIds) {
        return client.status(checked(fileIds));
    }

    /**
     * Waits until a generation has ended. One that ended in {@code error} or {@code canceled} is an
     * answer. One odd answer does not end the wait: a look that fails for a moment is a missed
     * look; a refusal of an id that was good before, or is asked about for the first time, is asked
     * about again for 30 seconds, and so is a refusal of a key that was good before. A wait that
     * the server asks for is waited out. All of it happens on the calling thread; each request has
     * a short-lived thread beside it.
     *
     * @throws FlikiException NOT_FINISHED, with the last status, when it has not ended within
     *     {@link #atMost}; NETWORK, TIMEOUT or SERVER when the API has not answered for two minutes
     *     and never did before; BAD_RESPONSE after ten answers in a row that are none; any other
     *     kind when a refusal stays
     * @throws IllegalArgumentException for an empty id
     */
    public Status poll(String fileId) {
        return client.poll(checked(fileId));
    }

    /**
     * How each id ended, in order of ending, read lazily; an id given twice ends once. An id whose
     * time is up has a NOT_FINISHED failure with its last status. A single id is waited for as by
     * {@link #poll(String)}. Close a stream that is not read to its end: else the polling goes on
     * until the stream is garbage.
     *
     * @throws FlikiException from the stream: UNAUTHORIZED or FORBIDDEN when the key is refused;
     *     NETWORK, TIMEOUT, RATE_LIMITED or SERVER (a firewall) after two minutes without any
     *     answer of the API
     */
    public Stream<Outcome> poll(Collection<String> fileIds) {
        return client.poll(checked(fileIds));
    }

    /** Does {@link #poll(Collection)} with these ids. */
    public Stream<Outcome> poll(String first, String second, String... others) {
        return poll(Stream.concat(Stream.of(first, second), Stream.of(others)).toList());
    }

    /**
     * One look at each id, in the order given, read lazily and with constant memory. Trouble with
     * the network and rate limits are waited out and use up no {@link #retries}; an id that
     * occurred among the last 1,000 different ones is not asked again. Ids are taken on another
     * thread. Close a stream that is not read to its end, as with {@link #status(Collection)}.
     *
     * @throws FlikiException from the stream: UNAUTHORIZED when the key is refused (for 30 seconds,
     *     once it was good); NETWORK, TIMEOUT, RATE_LIMITED or SERVER (a firewall) after two
     *     minutes without any answer of the API, or at once where the server asks to wait longer.
     *     The ids not yet handed out are then open
     */
    public Stream<Outcome> bulk(Stream<String> fileIds) {
        return client.bulk(requireNonNull(fileIds, "fileIds"));
    }

    /** Does {@link #bulk(Csv)} with all defaults: the ids of one file, the results in another. */
    public CsvSummary bulk(Path in, Path out) {
        return bulk(Csv.from(in).to(out));
    }

    /**
     * Looks the ids of a CSV up and writes its rows with their results; see {@link Csv}. A row is
     * on disk as soon as its turn comes.
     *
     * @throws CsvException for malformed input or a refused output
     * @throws FlikiException as {@link #bulk(Stream)} does; whole rows stay, to be resumed
     * @throws java.io.UncheckedIOException when reading or writing fails; whole rows stay
     */
    public CsvSummary bulk(Csv csv) {
        return client.bulk(requireNonNull(csv, "csv"));
    }

    /**
     * Fetches the file of a generation that has ended into the folder of {@link #downloadTo}, else
     * the current one, as {@code <fileId>.<extension>}; returns where it is. An id of lower-case
     * letters, digits, dots, dashes and underscores is its name; any other is made fit for one and
     * gets a hash, so that a name follows from the id alone. The file has its name only when it is
     * whole. One of the same length that is there already is kept. The link gets no key; a dead one
     * is replaced once by a fresh one.
     *
     * @param options {@link StandardCopyOption#REPLACE_EXISTING} or none
     * @throws FlikiException NOT_FINISHED when the generation goes on; GENERATION_FAILED when there
     *     will be no file; DOWNLOAD when it cannot be fetched or written, or when another file has
     *     its name; any kind of {@link #status}
     * @throws IllegalArgumentException for an empty id
     */
    public Path download(String fileId, StandardCopyOption... options) {
        return client.download(checked(fileId), replacing(options));
    }

    private static boolean replacing(StandardCopyOption... options) {
        for (var option : options) {
            if (option != REPLACE_EXISTING) {
                throw new IllegalArgumentException("only REPLACE_EXISTING goes, not " + option);
            }
        }
        return options.length > 0;
    }

    /**
     * The same for each id, in the order given, as many at a time as {@link #parallel} says; read
     * lazily. Close a stream that is not read to its end, as with {@link #status(Collection)}.
     *
     * @throws FlikiException UNAUTHORIZED or FORBIDDEN from the stream, when the key is refused
     */
    public Stream<Outcome> download(Collection<String> fileIds, StandardCopyOption... options) {
        return client.download(checked(fileIds), replacing(options));
    }

    /** Fetches the file of a status into this folder, under the same name. */
    public Path download(Status status, Path dir, StandardCopyOption... options) {
        requireNonNull(status, "status");
        return client.download(status, requireNonNull(dir, "dir"), replacing(options));
    }

    /** Fetches the file of a status to this very place. */
    public Path downloadAs(Status status, Path file, StandardCopyOption... options) {
        requireNonNull(status, "status");
        return client.downloadAs(status, requireNonNull(file, "file"), replacing(options));
    }

    /**
     * Starts a generation, or several by one body of the video endpoint; gives their ids. It costs
     * credits, and nothing says that Fliki recognises a repeated request: so none is sent twice,
     * unless it surely never arrived, or was refused as one too many (429) or by a firewall. Those
     * have their {@link #retries}.
     *
     * @throws FlikiException UNCERTAIN when it was sent and no good answer came (no connection any
     *     more, no answer in time, 5xx, no id): it may have started; UNAUTHORIZED, FORBIDDEN,
     *     BAD_REQUEST, NOT_FOUND for a template that does not exist, RATE_LIMITED, NETWORK: nothing
     *     has started
     */
    public List<String> generate(Generation generation) {
        return client.generate(requireNonNull(generation, "generation"));
    }

    /**
     * Starts a generation for each row of a CSV, one after the other; see {@link Csv}. All rows are
     * checked before the first request. A row that is refused, or in doubt, does not keep the
     * others from starting. After one in doubt the next row waits, longer each time; two minutes
     * without a good answer end the run.
     *
     * @param template with what all rows have in common, such as a webhook
     * @throws CsvException for malformed input or a refused output
     * @throws FlikiException UNAUTHORIZED, FORBIDDEN or NOT_FOUND when the first rows are refused
     *     so; NETWORK, RATE_LIMITED or SERVER (a firewall) after two minutes without any answer of
     *     the API; UNCERTAIN after two minutes of rows in doubt. The rows that follow are then not
     *     started, and can be resumed
     * @throws java.io.UncheckedIOException when reading or writing fails
     */
    public CsvSummary generate(Csv csv, Generation template) {
        requireNonNull(csv, "csv");
        return client.generate(csv, requireNonNull(template, "template"));
    }

    /**
     * Calls any endpoint of the API with the key, and gives the JSON that comes, as it comes, of up
     * to 16 MiB. A GET has its {@link #retries}; anything else is sent once, as {@link
     * #generate(Generation)} is.
     *
     * <pre>{@code
     * var voices = fliki.api("GET", "voices?languageId=" + id, Optional.empty());
     * }</pre>
     *
     * @param method such as {@code GET} or {@code POST}
     * @param path below the base URL, with a query if need be; never another address
     * @param body the JSON to send; without one, anything but a GET sends {@code {}}
     * @throws FlikiException of any kind that {@link #status} and {@link #generate(Generation)}
     *     have; BAD_RESPONSE for what is no JSON
     * @throws IllegalArgumentException for a GET with a body, and a path that leads elsewhere
     */
    public String api(String method, String path, Optional<String> body) {
        var upper = requireNonNull(method, "method").toUpperCase(Locale.ROOT);
        if (!upper.matches("[A-Z]+")) {
            throw new IllegalArgumentException("method must be a word such as POST, not " + method);
        }
        if (upper.equals("GET") && requireNonNull(body, "body").isPresent()) {
            throw new IllegalArgumentException("a GET has no body");
        }
        return client.api(upper, requireNonNull(path, "path"), body);
    }

    /**
     * Makes one HTML page of an output of {@code bulk}, to look at in a browser; gives its path.
     * The page needs nothing but itself and the files that were downloaded, which it plays from
     * where they are. It needs no key and no network. The page is written beside its place and
     * renamed.
     *
     * @param options {@link StandardCopyOption#REPLACE_EXISTING} or none
     * @throws CsvException for a CSV without the column {@code status}, for malformed input, or
     *     where there is a page already
     * @throws java.io.UncheckedIOException when reading or writing fails; no page is written then
     */
    public Path report(Path csv, Path html, StandardCopyOption... options) {
        return report(csv, html, Optional.empty(), options);
    }

    /**
     * The same with a heading in place of the name of the CSV.
     *
     * @throws IllegalArgumentException for an empty title
     */
    public Path report(Path csv, Path html, String title, StandardCopyOption... options) {
        if (requireNonNull(title, "title").isBlank()) {
            throw new IllegalArgumentException("title is empty");
        }
        return report(csv, html, Optional.of(title), options);
    }

    private static Path report(
            Path csv, Path html, Optional<String> title, StandardCopyOption... options) {
        requireNonNull(html, "html");
        Report.write(requireNonNull(csv, "csv"), html, title, replacing(options));
        return html;
    }

    /** The base URL, or what is wrong with it; never the key. */
    @Override
    public String toString() {
        try {
            return "Fliki[" + settings.url() + "]";
        } catch (FlikiException e) {
            return "Fliki[" + e.getMessage() + "]";
        }
    }
}
