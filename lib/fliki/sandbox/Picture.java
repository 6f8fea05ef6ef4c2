package fliki.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A pattern of 5 x 5 cells in one colour, both drawn from an id, so that a mix-up of files catches
 * the eye.
 */
final class Picture {
    /** Width and height in macroblocks of 16 x 16 pixels; a cell has 2 x 2 of them. */
    static final int BLOCKS = 10;

    private static final byte[] SLICE_HEADER = HexFormat.of().parseHex("6588848680");
    private static final byte[] RAW_BLOCK = {0x0d, 0};

    private final UUID hash;

    private Picture(UUID hash) {
        this.hash = hash;
    }

    static Picture of(String id) {
        return new Picture(UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)));
    }

    /** A name of the picture: the same id gives the same, another id practically never does. */
    String name() {
        return hash.toString();
    }

    /** The picture as one H.264 key frame of raw macroblocks (I_PCM), which needs no encoder. */
    byte[] frame() {
        int blocks = BLOCKS * BLOCKS;
        // The header of the slice already ends with that of the first macroblock.
        var frame = ByteBuffer.allocate(SLICE_HEADER.length + blocks * 386 - 1);
        frame.put(SLICE_HEADER);
        for (int i = 0; i < blocks; i++) {
            if (i > 0) {
                frame.put(RAW_BLOCK);
            }
            frame.put(block(i / BLOCKS / 2, i % BLOCKS / 2));
        }
        return frame.put((byte) 0x80).array();
    }

    private byte[] block(int row, int column) {
        boolean filled = (hash.getLeastSignificantBits() >> cell(row, column) & 1) == 1;
        long colour = hash.getMostSignificantBits();
        byte[] block = new byte[384];
        Arrays.fill(block, 0, 256, (byte) (filled ? 110 : 235));
        Arrays.fill(block, 256, 320, (byte) (filled ? 64 + (colour >> 48 & 127) : 128));
        Arrays.fill(block, 320, 384, (byte) (filled ? 64 + (colour >> 56 & 127) : 128));
        return block;
    }

    /** The left and the right side mirror each other. */
    private static int cell(int row, int column) {
        return row * 3 + Math.min(column, 4 - column);
    }
}
