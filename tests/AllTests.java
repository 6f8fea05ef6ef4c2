///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//COMPILE_OPTIONS -encoding UTF-8 -XDstringConcat=inline
//COMPILE_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+IgnoreUnrecognizedVMOptions
//RUNTIME_OPTIONS -Xlog:disable -XX:+UseTransparentHugePages
//DESCRIPTION Run the tests, or the slow ones, or classes by name: slow, StatusTest, 'Api*'
//DEPS org.junit.platform:junit-platform-console-standalone:1.14.4
//DEPS net.jqwik:jqwik-engine:1.9.3
//DEPS org.mock-server:mockserver-netty-no-dependencies:5.15.0
//DEPS ../lib/fliki/sandbox/Sandbox.java
//SOURCES ../fliki.java
//SOURCES ApiCommandTest.java
//SOURCES BulkCommandTest.java
//SOURCES CarryOnTest.java
//SOURCES Cli.java
//SOURCES CliProcess.java
//SOURCES CompletionTest.java
//SOURCES DownloadCommandTest.java
//SOURCES ExposedKeyTest.java
//SOURCES FromEnvTest.java
//SOURCES GenerateCommandTest.java
//SOURCES GenerateInjectedTest.java
//SOURCES GenerateKilledTest.java
//SOURCES GenerateProcessTest.java
//SOURCES InterruptedTest.java
//SOURCES KeyNowhereTest.java
//SOURCES KeyOptionTest.java
//SOURCES LocaleTest.java
//SOURCES NeverAnsweredTest.java
//SOURCES PollTest.java
//SOURCES ProcessTest.java
//SOURCES Report.java
//SOURCES ReportCommandTest.java
//SOURCES SignalTest.java
//SOURCES StandardInputTest.java
//SOURCES StatusCommandTest.java
//SOURCES StdoutTest.java
//SOURCES Typed.java
//SOURCES UnexpectedTest.java
//SOURCES UsageFirstTest.java
//SOURCES fliki/BarTest.java
//SOURCES fliki/BootstrapTest.java
//SOURCES fliki/Checkout.java
//SOURCES fliki/Clients.java
//SOURCES fliki/CsvLimitTest.java
//SOURCES fliki/DownloadOutageTest.java
//SOURCES fliki/DownloadToTest.java
//SOURCES fliki/FakeApi.java
//SOURCES fliki/FakeTime.java
//SOURCES fliki/Fault.java
//SOURCES fliki/FaultTest.java
//SOURCES fliki/Haystack.java
//SOURCES fliki/GenerateFaultTest.java
//SOURCES fliki/GenerateServer.java
//SOURCES fliki/GenerateTest.java
//SOURCES fliki/GenerationTest.java
//SOURCES fliki/HostileCallerTest.java
//SOURCES fliki/InterruptTest.java
//SOURCES fliki/Jbang.java
//SOURCES fliki/Jvm.java
//SOURCES fliki/LayoutTest.java
//SOURCES fliki/LazyKeyTest.java
//SOURCES fliki/LeftoverTest.java
//SOURCES fliki/Machine.java
//SOURCES fliki/MockApi.java
//SOURCES fliki/OtherProcess.java
//SOURCES fliki/OutcomeTest.java
//SOURCES fliki/PicturesTest.java
//SOURCES fliki/PollApiTest.java
//SOURCES fliki/PublishedTable.java
//SOURCES fliki/RawServer.java
//SOURCES fliki/ReadmeTest.java
//SOURCES fliki/RemoteTest.java
//SOURCES fliki/Reply.java
//SOURCES fliki/RequestTest.java
//SOURCES fliki/Result.java
//SOURCES fliki/SecretTest.java
//SOURCES fliki/SharedSandbox.java
//SOURCES fliki/SlowInputTest.java
//SOURCES fliki/Studio.java
//SOURCES fliki/Terminal.java
//SOURCES fliki/Threads.java
//SOURCES fliki/Thrown.java
//SOURCES fliki/Tools.java
//SOURCES fliki/Website.java
//SOURCES fliki/cli/ArchiveTest.java
//SOURCES fliki/cli/BarLineTest.java
//SOURCES fliki/cli/DisplayTest.java
//SOURCES fliki/cli/ExitTest.java
//SOURCES fliki/cli/RowTallyTest.java
//SOURCES fliki/cli/ScreenTest.java
//SOURCES fliki/cli/SpansTest.java
//SOURCES fliki/cli/TableTest.java
//SOURCES fliki/csv/CellsTest.java
//SOURCES fliki/csv/ColumnsTest.java
//SOURCES fliki/csv/CsvExceptionTest.java
//SOURCES fliki/csv/CsvInputTest.java
//SOURCES fliki/csv/FileNamingTest.java
//SOURCES fliki/csv/CsvPropertiesTest.java
//SOURCES fliki/csv/CsvRunTest.java
//SOURCES fliki/csv/CsvStreamTest.java
//SOURCES fliki/csv/CsvSummaryTest.java
//SOURCES fliki/csv/FakeLookUps.java
//SOURCES fliki/csv/FormatTest.java
//SOURCES fliki/csv/OutputFileTest.java
//SOURCES fliki/csv/ResumeTest.java
//SOURCES fliki/csv/TargetTest.java
//SOURCES fliki/csv/StartRunTest.java
//SOURCES fliki/ApiKeyTest.java
//SOURCES fliki/AnswerJsonTest.java
//SOURCES fliki/AnswersTest.java
//SOURCES fliki/CommonPoolTest.java
//SOURCES fliki/CsvThreadsTest.java
//SOURCES fliki/DownloadLengthTest.java
//SOURCES fliki/DownloadLinkTest.java
//SOURCES fliki/DownloadMemoryTest.java
//SOURCES fliki/DownloadPageTest.java
//SOURCES fliki/DownloadTest.java
//SOURCES fliki/DownloadTroubleTest.java
//SOURCES fliki/DownloadUnsafeDiskTest.java
//SOURCES fliki/DownloadSetup.java
//SOURCES fliki/ManyTest.java
//SOURCES fliki/LooksTest.java
//SOURCES fliki/PaceTurnsTest.java
//SOURCES fliki/PaceTest.java
//SOURCES fliki/PatienceTest.java
//SOURCES fliki/PollerTest.java
//SOURCES fliki/ProgressTest.java
//SOURCES fliki/ProgramTest.java
//SOURCES fliki/PropertiesTest.java
//SOURCES fliki/SettingsTest.java
//SOURCES fliki/internal/download/FileNamePropertiesTest.java
//SOURCES fliki/internal/download/FileNamesTest.java
//SOURCES fliki/internal/download/LinkTest.java
//SOURCES fliki/internal/download/PartFileTest.java
//SOURCES fliki/TlsRefusalTest.java
//SOURCES fliki/internal/http/ConnectionsTest.java
//SOURCES fliki/internal/http/DeadlineTest.java
//SOURCES fliki/internal/http/ProxiesTest.java
//SOURCES fliki/internal/http/RetryAfterTest.java
//SOURCES fliki/internal/http/TransportTest.java
//SOURCES fliki/internal/text/ShellTest.java
//SOURCES fliki/internal/text/TextTest.java
//SOURCES fliki/report/Browser.java
//SOURCES fliki/report/PageTest.java
//SOURCES fliki/report/ReportTest.java
//SOURCES fliki/sandbox/Rehearsal.java
//SOURCES fliki/sandbox/SandboxServerTest.java
//SOURCES fliki/sandbox/SandboxTest.java
//SOURCES fliki/sandbox/StorageTest.java
//SOURCES fliki/Verb.java

import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Runs the test classes in its own jar; a file joins by its SOURCES line. Those that start Java,
 * JBang or a browser are tagged as slow, and have a run of their own.
 */
public final class AllTests {

    /** Kept here: a level is forgotten with its logger. */
    private static final Logger JQWIK = Logger.getLogger("net.jqwik");

    private static final String SLOW = "slow";

    private static final String PARALLEL = "junit.jupiter.execution.parallel.";

    private AllTests() {}

    public static void main(String... names) throws URISyntaxException {
        JQWIK.setLevel(Level.WARNING);
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else 40 ms go by per answer
        var launcher = LauncherFactory.create();
        for (String name : names) {
            if (!launcher.discover(request(List.of(name))).containsTests()) {
                System.err.println("no test class is called " + name);
                System.exit(2);
            }
        }
        System.exit(run(launcher, List.of(names)));
    }

    private static int run(Launcher launcher, List<String> names) throws URISyntaxException {
        var report = new Report(System.out);
        launcher.execute(request(names), report);
        return report.close() ? 0 : 1;
    }

    private static LauncherDiscoveryRequest request(List<String> names) throws URISyntaxException {
        var jar = AllTests.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        var slow = names.equals(List.of(SLOW));
        var request =
                LauncherDiscoveryRequestBuilder.request()
                        // jqwik would write a file into the current folder, and a page to the
                        // output
                        .configurationParameter("jqwik.database", "")
                        .configurationParameter("jqwik.reporting.onlyfailures", "true")
                        // Nothing takes as long; a test that hangs is named instead.
                        .configurationParameter("junit.jupiter.execution.timeout.default", "3 m")
                        .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(Path.of(jar))))
                        // Classes run side by side, but for those that say @Isolated.
                        .configurationParameter(PARALLEL + "enabled", "true")
                        .configurationParameter(PARALLEL + "mode.classes.default", "concurrent")
                        // Two at a time for each core, as they wait half of their time, but for the
                        // slow ones; more would only make each other miss their timeouts.
                        .configurationParameter(PARALLEL + "config.strategy", "dynamic")
                        .configurationParameter(
                                PARALLEL + "config.dynamic.factor", slow ? "1" : "2")
                        .configurationParameter(
                                PARALLEL + "config.dynamic.max-pool-size-factor", "1")
                        .configurationParameter(PARALLEL + "config.dynamic.saturate", "true");
        if (names.isEmpty()) {
            request.filters(TagFilter.excludeTags(SLOW));
        } else if (slow) {
            request.filters(TagFilter.includeTags(SLOW));
        } else {
            request.filters(ClassNameFilter.includeClassNamePatterns(patterns(names)));
        }
        return request.build();
    }

    /** A name stands for the class in any package, and for the classes nested in it. */
    private static String[] patterns(List<String> names) {
        var patterns = new ArrayList<String>();
        for (String name : names) {
            var literal = Pattern.quote(name).replace("*", "\\E[^.$]*\\Q");
            patterns.add("(.*\\.)?" + literal + "(\\$.*)?");
        }
        return patterns.toArray(String[]::new);
    }
}
