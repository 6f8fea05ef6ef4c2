package fliki;

import fliki.FlikiException.Details;
import fliki.FlikiException.Kind;
import fliki.internal.download.Link;
import fliki.internal.download.NoFile;
import fliki.internal.text.Text;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The link to the file of a generation. Fliki is asked for a fresh link if it gave none, or if its
 * link leads to no file.
 */
final class Links {

    /** How long after the end of a generation its file may still be missing. */
    private static final Duration LAG = Duration.ofMinutes(3);

    /**
     * How often Fliki is asked again about a success without a link, or with another state by now.
     */
    private static final int MOST_LOOKS = 3;

    private final String id;
    private final Look look;
    private final Optional<Instant> ended;
    private final Time time;
    private final boolean local;

    private Optional<Link> link;
    private int tries;
    private int oddLooks;
    private long renewedAt = -1;

    /**
     * Begins with the link of a status.
     *
     * @param ended when this run saw the generation end; empty where it had ended before
     * @param local whether plain http will do, as for an API on this machine
     */
    Links(Status status, Look look, Optional<Instant> ended, Time time, boolean local) {
        this.id = status.fileId();
        this.look = look;
        this.ended = ended;
        this.time = time;
        this.local = local;
        link = link(status);
    }

    private Optional<Link> link(Status status) {
        if (status.state().failed()) {
            var said = status.message().map(words -> ": " + words).orElse("");
            throw none(Kind.GENERATION_FAILED, status, "it ended in " + word(status) + said);
        }
        if (!status.finished()) {
            var why = "not finished but " + word(status) + "; poll it first";
            throw none(Kind.NOT_FINISHED, status, why);
        }
        try {
            return status.download().map(text -> Link.of(text, local));
        } catch (NoFile e) {
            throw none(Kind.DOWNLOAD, status, Download.TRIED + e.getMessage());
        }
    }

    private static String word(Status status) {
        return Text.brief(status.status());
    }

    private static FlikiException none(Kind kind, Status status, String why) {
        var details = Details.of(status.fileId()).last(Optional.of(status));
        return FlikiException.of(kind, why, details, null);
    }

    /** The link to use now. A success without a link may get one a moment later. */
    Link current() {
        if (link.isEmpty() && tries++ > 0) {
            link = fresh("Fliki gave no link");
        }
        if (link.isEmpty() && tries > MOST_LOOKS) {
            throw Download.failed(id, "Fliki gave no link");
        }
        return link.orElseThrow(() -> notYet("Fliki gave no link yet", OptionalInt.empty()));
    }

    /**
     * The link to use after a dead one. Fliki is asked for a fresh link once, and once more each
     * time that bytes have come.
     *
     * @param http what the server of the file said
     * @param received how many bytes have come in all
     */
    Link renewed(int http, long received) {
        var dead = "the link is dead (HTTP " + http + ")";
        var moved = received > Math.max(0, renewedAt);
        if (received > renewedAt) {
            var next = fresh(dead);
            renewedAt = received;
            if (next.isPresent() && !next.get().origin().equals(link.orElseThrow().origin())) {
                link = next;
                return next.get();
            }
        }
        if (moved || isLagging()) {
            throw notYet("the file is not there (HTTP " + http + ")", OptionalInt.of(http));
        }
        var more = ", and Fliki gives no other";
        throw Download.failed(
                id, dead + (ended.isPresent() ? more : "; Fliki deletes files after 3 hours"));
    }

    /** Whether the file may still appear; then each try asks for a fresh link. */
    private boolean isLagging() {
        var lagging = ended.filter(end -> time.now().isBefore(end.plus(LAG))).isPresent();
        renewedAt = lagging ? -1 : renewedAt;
        return lagging;
    }

    /** One odd look does not end a download: the generation was a success before. */
    private Optional<Link> fresh(String why) {
        var now = look.at(id);
        var odd = now.state() != State.SUCCESS;
        oddLooks = odd ? oddLooks + 1 : 0;
        var says = why + ", and Fliki now says " + word(now);
        if (odd && oddLooks <= MOST_LOOKS) {
            throw notYet(says, OptionalInt.empty());
        }
        if (!now.finished()) {
            throw Download.failed(id, says);
        }
        return link(now);
    }

    private FlikiException notYet(String why, OptionalInt http) {
        var details = new Details(Optional.of(id), http, Optional.empty(), Optional.empty());
        return FlikiException.of(Kind.NOT_FINISHED, Download.TRIED + why, details, null);
    }
}
