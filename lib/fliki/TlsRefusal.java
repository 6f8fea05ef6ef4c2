package fliki;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.net.ssl.SSLHandshakeException;

/**
 * A TLS handshake that will fail the next time, too.
 *
 * @param why in plain words
 */
record TlsRefusal(String why, SSLHandshakeException cause) {

    /** Alerts about versions and ciphers, which stay. Other alerts may pass. */
    private static final Pattern FINAL =
            Pattern.compile(
                    "(?i).*(protocol_version|handshake_failure|insufficient_security"
                            + "|unrecognized_name|no appropriate protocol).*");

    /** Empty where the same connection may well succeed later. */
    static Optional<TlsRefusal> of(IOException e) {
        var causes = causes(e);
        return causes.stream()
                .filter(SSLHandshakeException.class::isInstance)
                .map(SSLHandshakeException.class::cast)
                .findFirst()
                .flatMap(cause -> why(cause, causes).map(why -> new TlsRefusal(why, cause)));
    }

    private static List<Throwable> causes(Throwable e) {
        var causes = new ArrayList<Throwable>();
        for (var cause = e; cause != null; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    private static Optional<String> why(SSLHandshakeException e, List<Throwable> causes) {
        if (has(causes, CertificateExpiredException.class)) {
            return Optional.of("its certificate has expired");
        }
        if (has(causes, CertificateNotYetValidException.class)) {
            return Optional.of("its certificate is not valid yet; check this machine's clock");
        }
        if (has(causes, CertPathBuilderException.class)
                || has(causes, CertPathValidatorException.class)) {
            return Optional.of("its certificate is from nobody that this Java trusts");
        }
        if (has(causes, CertificateException.class)) {
            return Optional.of("its certificate is for another host");
        }
        return FINAL.matcher(String.valueOf(e.getMessage())).matches()
                ? Optional.of("the two sides share no version of TLS or no cipher")
                : Optional.empty();
    }

    private static boolean has(List<Throwable> causes, Class<?> type) {
        return causes.stream().anyMatch(type::isInstance);
    }
}
