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

    /** The same; fails with NOT_FINISHED where no request may go out until then. */
    default Status at(String fileId, Instant latest) {
        return at(fileId);
    }

    /** The same look, which tells of each request before. */
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
