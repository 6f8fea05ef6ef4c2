package fliki;

import java.time.Instant;

/** One look: a single request for the status of a generation. */
interface Look {

    /**
     * The status of this id, now.
     *
     * @throws FlikiException where no good answer came
     */
    Status at(String fileId);

    /** The same; fails with NOT_FINISHED if the pace allows no request until then. */
    default Status at(String fileId, Instant latest) {
        return at(fileId);
    }

    /** The same look, with a call before each request. */
    default Look counted(Runnable onRequest) {
        var look = this;
        return new Look() {
            @Override
            public Status at(String fileId) {
                onRequest.run();
                return look.at(fileId);
            }

            @Override
            public Status at(String fileId, Instant latest) {
                onRequest.run();
                return look.at(fileId, latest);
            }
        };
    }
}
