///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Fetch the file of a finished Fliki generation into the current folder
//DEPS ../lib/fliki/Fliki.java

import fliki.Fliki;

class download {
    public static void main(String... id) {
        if (id.length != 1 || id[0].startsWith("-")) {
            System.err.println("usage: download ID");
            System.exit(2);
        }
        System.out.println(Fliki.fromEnv().download(id[0]));
    }
}
