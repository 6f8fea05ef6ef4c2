package fliki;

/** One look: a single request for the status of a generation. */
interface Look {

    /**
     * The status of this id, now.
     *
     * @throws FlikiException where no good answer came
     */
    Status at(String fileId);
}
