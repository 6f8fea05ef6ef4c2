package fliki.csv;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.OptionalLong;

/**
 * A CSV job that cannot be done as asked: malformed input, a refused output, a resume that does not
 * match. The message names the file, the row and the way out. Rows that are in an output stay; only
 * one that was to be replaced may be already.
 */
public final class CsvException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String file;
    private final long row;

    private CsvException(String file, long row, String message, Throwable cause) {
        super(message, cause);
        this.file = file;
        this.row = row;
    }

    /** About a file as a whole: what is wrong with it, and the way out. */
    public static CsvException of(String file, String what) {
        return new CsvException(file, 0, file + ": " + what, null);
    }

    static CsvException at(String file, long row, String what) {
        return at(file, row, what, null);
    }

    static CsvException at(String file, long row, String what, Throwable cause) {
        return new CsvException(file, row, file + " row " + row + ": " + what, cause);
    }

    /** Why a file could not be opened, in words. */
    public static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        return e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
    }

    /** The file as it was named by the caller, or {@code standard input}. */
    public String file() {
        return file;
    }

    /**
     * The number of the offending row, from 1, as a spreadsheet counts; empty where the whole file
     * is meant.
     */
    public OptionalLong row() {
        return row > 0 ? OptionalLong.of(row) : OptionalLong.empty();
    }
}
