package fliki.cli;

import fliki.Status;
import fliki.csv.TextsSummary;

/** How many rows of a CSV of texts are written. */
final class TextsTally implements Tally {

    private TextsSummary rows = TextsSummary.NOTHING;

    synchronized void rows(TextsSummary now) {
        rows = now;
    }

    synchronized TextsSummary rows() {
        return rows;
    }

    @Override
    public void update(Status status) {
        // Nothing is looked at.
    }

    @Override
    public void ended(String fileId) {
        // Rows are counted when they are written.
    }

    @Override
    public boolean endsByUpdate() {
        return false;
    }

    @Override
    public long all() {
        return rows().total();
    }

    @Override
    public long ended() {
        return rows().rows();
    }

    @Override
    public boolean one() {
        return false;
    }

    @Override
    public double done() {
        return all() == 0 ? 0 : (double) ended() / all();
    }

    @Override
    public String counts() {
        return rows().counts();
    }
}
