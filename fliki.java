///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Look up, wait for and download Fliki generations, one or thousands
//MAIN fliki.cli.Main
//CDS
//RUNTIME_OPTIONS -Xlog:disable -XX:+UseSerialGC -XX:TieredStopAtLevel=1
//RUNTIME_OPTIONS -XX:CompileThresholdScaling=4 -XX:-UsePerfData
//RUNTIME_OPTIONS -XX:+IgnoreUnrecognizedVMOptions -XX:+UseTransparentHugePages
//RUNTIME_OPTIONS -Djdk.reflect.useNativeAccessorOnly=true
//DEPS info.picocli:picocli:4.7.7
//SOURCES lib/fliki/Fliki.java
//SOURCES lib/fliki/cli/Main.java

import fliki.cli.Main;

/** The command line of fliki; its commands are in {@link Main}. */
final class fliki {

    public static void main(String... args) {
        Main.main(args);
    }
}
