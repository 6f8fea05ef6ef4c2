package fliki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.util.stream.Collectors.joining;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The bar at a terminal; PicturesTest has the one of many ids. */
@Tag("slow")
@EnabledOnOs(OS.LINUX) // script(1) of macOS takes other options
class BarTest {

    private static final int COLUMNS = 70;

    @TempDir Path folder;

    @Test
    void downloadOfOneIdShowsItsBytesAndLeavesTheRowAlone() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")));
        var bars = new TreeSet<String>();
        var screen = new ArrayList<String>();
        try (var studio = Studio.open()) {
            var builder = new ProcessBuilder().directory(folder.toFile());
            builder.environment().put("FLIKI_API_URL", studio.url());
            builder.environment().put("FLIKI_API_KEY", Clients.KEY);
            builder.environment().put("TERM", "xterm");
            var java = Jvm.command().stream().map(word -> "'" + word + "'").collect(joining(" "));

            Terminal.run(
                    builder,
                    COLUMNS,
                    java + " fliki poll slow-1 --download=.",
                    terminal -> {
                        screen.clear();
                        screen.addAll(terminal.lines());
                        var last = terminal.lines().get(terminal.lines().size() - 1);
                        if (last.endsWith("downloading, 0.0 MB")) {
                            bars.add(last.replaceAll("\\d:\\d\\d:\\d\\d", "TIME"));
                            studio.release();
                        }
                    });
        }

        var bar = "  50% |███████▌       | (TIME / TIME left)  downloading, 0.0 MB";
        assertEquals(Set.of(bar), bars);
        assertEquals(
                List.of(
                        "FILE_ID  STATUS      PROGRESS  DOWNLOAD",
                        "slow-1   success     -         ./slow-1.mp4",
                        ""),
                screen);
    }
}
