package fliki;

import java.util.List;
import java.util.stream.Stream;

/** The verbs over many ids. */
enum Verb {
    STATUS,
    POLL,
    BULK,
    DOWNLOAD;

    Stream<Outcome> of(Fliki fliki, List<String> ids) {
        return switch (this) {
            case STATUS -> fliki.status(ids);
            case POLL -> fliki.poll(ids);
            case BULK -> fliki.bulk(ids.stream());
            case DOWNLOAD -> fliki.download(ids);
        };
    }

    /** The same of one id. */
    Object one(Fliki fliki, String id) {
        return switch (this) {
            case STATUS -> fliki.status(id);
            case POLL -> fliki.poll(id);
            case BULK -> fliki.bulk(Stream.of(id)).findFirst();
            case DOWNLOAD -> fliki.download(id);
        };
    }
}
