package fliki.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain-1.csv",
                "",
                "~",
                "=ls",
                "two words",
                "it's",
                "\"$HOME\" `id` \\ \\n %s ! * ? # & ; | < > ( ) { } [ ]",
                "gr\u00f6\u00dfe \ud83d\ude00",
                "a\nb",
                "-a\r\n\tb %s \\n ' \" $HOME `id`",
                "s\u00adoft\u200b\u202e\u2028\ufeff1\u00f69",
                "\u001b[31m0"
            })
    @DisabledOnOs(OS.WINDOWS)
    void wordIsReadBackAsItWas(String text) throws Exception {
        assertEquals("[" + text + "]", read(Shell.word(text)));
    }

    private static String read(String word) throws Exception {
        var shell = new ProcessBuilder("/bin/sh").redirectErrorStream(true).start();
        try (var in = shell.getOutputStream()) {
            in.write(("printf '[%s]' " + word).getBytes(UTF_8));
        }
        return new String(shell.getInputStream().readAllBytes(), UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"out.csv, out.csv", "-out.csv, ./-out.csv", "-, ./-", "-a b, './-a b'"})
    void fileIsNoOption(String name, String word) {
        assertEquals(word.replace("./-a b", "'./-a b'"), Shell.file(name));
    }
}
