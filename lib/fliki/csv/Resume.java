package fliki.csv;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** Checks that an output is the beginning of what a run would write, before anything is changed. */
final class Resume {

    private final String name;
    private final OutputFile out;
    private final Input in;
    private final String wayOut;

    private Resume(String name, OutputFile out, Input in, String wayOut) {
        this.name = name;
        this.out = out;
        this.in = in;
        this.wayOut = "; " + wayOut;
    }

    static Resume ofLookUps(String name, OutputFile out, Input in) {
        return new Resume(name, out, in, "name another output, or use force to replace this one");
    }

    /** Either of that would start rows once more. */
    static Resume ofTexts(String name, OutputFile out, Input in) {
        var back = "put " + in.name() + " back as it was, or let " + name + " be the input,";
        return new Resume(name, out, in, back + " with another output");
    }

    /**
     * Passes over the rows of the input that are finished.
     *
     * @param finished takes each row found, as it is in the output
     * @return how many bytes of the output are to be kept; 0 where not even the header is whole
     */
    long keep(Consumer<Row> finished) throws IOException {
        byte[] header = in.header();
        byte[] found = out.read().readNBytes(header.length);
        if (!Arrays.equals(found, Arrays.copyOf(header, found.length))) {
            throw mismatch(1, "not the header that a run over " + in.name() + " writes");
        }
        if (found.length < header.length) {
            return 0;
        }
        OutputFile.Whole whole = out.whole();
        Rows rows = Rows.open(name, out.read());
        rows.next();
        for (long i = 1; i < whole.records(); i++) {
            finished.accept(next(rows));
        }
        hidden(rows)
                .ifPresent(
                        row -> {
                            throw mismatch(row.line(), "a stray quote hides the rows from here on");
                        });
        return whole.length();
    }

    private Row next(Rows rows) {
        if (!rows.hasNext()) {
            throw CsvException.of(name, "blank lines among the rows" + wayOut);
        }
        Row row = rows.next();
        if (!in.hasNext()) {
            throw mismatch(row.line(), in.name() + " has fewer rows");
        }
        Row origin = in.next();
        if (!in.columns().alike(origin, row)) {
            throw mismatch(row.line(), "not the row in " + in.name() + " line " + origin.line());
        }
        return row;
    }

    /**
     * The row left over, if it is not the last: then it was not torn, but its quotes do not pair.
     */
    private static Optional<Row> hidden(Rows rows) {
        try {
            Optional<Row> left = rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
            return left.filter(row -> rows.hasNext());
        } catch (CsvException torn) {
            return Optional.empty();
        }
    }

    private CsvException mismatch(long line, String what) {
        return CsvException.at(name, line, what + wayOut);
    }
}
