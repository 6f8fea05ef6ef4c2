/** What a service and the way to it do at times, beside breaking single answers. */
enum Weather {
    CALM(30),
    /** Every connection is reset at once. */
    OUTAGE(30),
    /** Every request is refused by 429, with the time that is left. */
    LOCKOUT(20),
    /** Requests are read, and nothing more comes. */
    SILENCE(30),
    /** Another certificate of the same name, trusted as well. */
    RENEWED_CERTIFICATE(1),
    /** A certificate that nobody trusts, as of a guest network. */
    STRANGE_CERTIFICATE(5);

    final int seconds;

    Weather(int seconds) {
        this.seconds = seconds;
    }
}
