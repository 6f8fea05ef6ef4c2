package fliki.internal;

import fliki.Outcome;
import fliki.Status;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The outcomes that a run over many ids holds: those that are not read yet, and recent ones, which
 * equal ids share. Holds only so much of them as a small heap bears, whatever an answer holds.
 */
final class Held {

    private static final int MOST_RECENT = 10_000;

    /** In characters. */
    private static final long LARGEST_RECENT = 16 << 20;

    /** In characters; reached by large answers behind a slow one, or where nobody reads. */
    private static final long LARGEST_UNREAD = 8 << 20;

    /** What an outcome costs beside its text. */
    private static final int OBJECTS = 500;

    private final Map<String, Item> recent = new LinkedHashMap<>(64, 0.75f, true);
    private long sizeOfRecent;
    private long begun;

    /** Looked at without the lock, which each id takes only when it is begun and when done. */
    private final AtomicLong sizeOfUnread = new AtomicLong();

    private volatile long turn;

    /** An id, begun when {@code place} others had been; equal ids that follow soon share it. */
    static final class Item {

        private final long place;
        private Future<Outcome> outcome;
        private long size;
        private boolean unread;
        private boolean isRecent = true;

        private Item(long place) {
            this.place = place;
        }

        Future<Outcome> outcome() {
            return outcome;
        }
    }

    /** The item of an id: a recent one, or a new one with which {@code work} begins. */
    synchronized Item item(String id, Function<Item, Future<Outcome>> work) {
        var item = recent.computeIfAbsent(id, i -> new Item(begun));
        if (item.outcome == null) {
            item.outcome = work.apply(item);
            trim();
        }
        begun++;
        return item;
    }

    /** Waits until little enough is unread; never for the item that would be read next. */
    void awaitRoom(Item item) throws InterruptedException {
        if (isFull()) {
            synchronized (this) {
                while (isFull() && item.place > turn) {
                    wait();
                }
            }
        }
    }

    private boolean isFull() {
        return sizeOfUnread.get() > LARGEST_UNREAD;
    }

    /** Tells that the work on an item is done. */
    synchronized void done(Item item, Outcome outcome) {
        item.size = OBJECTS + outcome.status().map(Held::text).orElse(0);
        item.unread = true;
        sizeOfUnread.addAndGet(item.size);
        sizeOfRecent += item.isRecent ? item.size : 0;
        trim();
    }

    /** Tells that the next item has been read, which may be one that was read before. */
    void read(Item item) {
        turn = turn + 1; // only the reader writes it
        var wasFull = isFull(); // looked at after that, or one whose turn it is would not wake up
        if (item.unread) {
            item.unread = false;
            sizeOfUnread.addAndGet(-item.size);
        }
        if (wasFull) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    private void trim() {
        for (var eldest = recent.values().iterator(); tooManyRecent(); eldest.remove()) {
            var item = eldest.next();
            item.isRecent = false;
            sizeOfRecent -= item.size;
        }
    }

    private boolean tooManyRecent() {
        return recent.size() > MOST_RECENT || sizeOfRecent > LARGEST_RECENT;
    }

    /** How much text a status holds; its message is short. */
    private static int text(Status status) {
        return status.json().length() + status.download().map(String::length).orElse(0);
    }
}
