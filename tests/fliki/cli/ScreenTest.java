package fliki.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.Charset;
import java.util.Properties;

/** What Java knows of a console of Windows; of other systems, ProcessTest sees real terminals. */
class ScreenTest {

    /** By {@code name=value} pairs, as Java sets them there. */
    private static Properties properties(String pairs) {
        var properties = new Properties();
        for (var pair : pairs.split(" ")) {
            properties.setProperty(pair.replaceFirst("=.*", ""), pair.replaceFirst(".*=", ""));
        }
        return properties;
    }

    @ParameterizedTest
    @CsvSource({
        "17 at a console,   sun.stderr.encoding=cp437,                          2, true",
        "17 with 2> log,    native.encoding=Cp1252,                             2, false",
        "25 at a console,   native.encoding=Cp1252 stderr.encoding=IBM437,      2, true",
        "25 with 2> log,    native.encoding=Cp1252 stderr.encoding=Cp1252,      2, false",
        "output and input,  native.encoding=Cp1252 stderr.encoding=Cp1252,      1, true"
    })
    void standardErrorIsAConsoleWhereItsEncodingSaysSo(
            String java, String pairs, String descriptor, boolean console) {
        assertEquals(console, Screen.onWindows(descriptor, properties(pairs)), java);
    }

    @ParameterizedTest
    @CsvSource({
        "17,              sun.stdout.encoding=cp437 sun.stderr.encoding=cp850, 1, IBM437",
        "17,              sun.stdout.encoding=cp437 sun.stderr.encoding=cp850, 2, IBM850",
        "25,              stdout.encoding=UTF-8,                               1, UTF-8",
        "nothing known,   native.encoding=Cp1252,                              1, UTF-8",
        "one it lacks,    stdout.encoding=cp65002,                             1, UTF-8"
    })
    void consoleGetsLettersAsItReadsThem(
            String java, String pairs, String descriptor, String charset) {
        assertEquals(Charset.forName(charset), Screen.charset(descriptor, properties(pairs)), java);
    }
}
