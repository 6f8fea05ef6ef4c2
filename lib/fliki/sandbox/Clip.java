package fliki.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;

/**
 * A playable MP4 of four seconds, different for each picture: H.264 of 160 x 160 pixels, whose
 * first frame holds the picture and whose other frames say "nothing changed".
 *
 * <p>Boxes as in ISO/IEC 14496-12 and 14496-15.
 */
final class Clip {
    private static final int PIXELS = Picture.BLOCKS * 16;
    private static final int FRAMES = 16;
    private static final int FRAMES_A_SECOND = 4;
    private static final int[] UPRIGHT = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000};

    /** Baseline profile, level 3, 10 x 10 macroblocks, output in order of decoding. */
    private static final byte[] SEQUENCE = hex("6742c01eda0a1590");

    private static final byte[] DEFAULTS = hex("68ce3880");

    private Clip() {}

    static byte[] of(Picture picture) {
        byte[] first = sized(picture.frame());
        byte[] type = box("ftyp", text("isom"), ints(0x200), text("isomavc1"));
        int header = type.length + movie(first.length, 0).length + 8;
        return join(type, movie(first.length, header), box("mdat", first, unchanged()));
    }

    private static byte[] movie(int first, int offset) {
        int seconds = FRAMES / FRAMES_A_SECOND;
        byte[] head = ints(0, 0, 0, 1, seconds, 0x10000, 0x1000000, 0, 0);
        byte[] track = ints(7, 0, 0, 1, 0, seconds, 0, 0, 0, 0);
        byte[] size = ints(PIXELS << 16, PIXELS << 16);
        return box(
                "moov",
                box("mvhd", head, ints(UPRIGHT), new byte[24], ints(2)),
                box("trak", box("tkhd", track, ints(UPRIGHT), size), media(first, offset)));
    }

    private static byte[] media(int first, int offset) {
        byte[] here = box("dref", ints(0, 1), box("url ", ints(1)));
        return box(
                "mdia",
                box("mdhd", ints(0, 0, 0, FRAMES_A_SECOND, FRAMES, 0x55c40000)),
                box("hdlr", ints(0, 0), text("vide"), new byte[13]),
                box("minf", box("vmhd", ints(1, 0, 0)), box("dinf", here), samples(first, offset)));
    }

    private static byte[] samples(int first, int offset) {
        int[] sizes = new int[FRAMES];
        Arrays.fill(sizes, unchanged().length / (FRAMES - 1));
        sizes[0] = first;
        return box(
                "stbl",
                box("stsd", ints(0, 1), codec()),
                box("stts", ints(0, 1, FRAMES, 1)),
                box("stss", ints(0, 1, 1)),
                box("stsc", ints(0, 1, 1, FRAMES, 1)),
                box("stsz", ints(0, 0, FRAMES), ints(sizes)),
                box("stco", ints(0, 1, offset)));
    }

    private static byte[] codec() {
        byte[] size = ints(PIXELS << 16 | PIXELS, 0x480000, 0x480000, 0, 0x10000);
        byte[] sets = join(hex("0142c01effe10008"), SEQUENCE, hex("010004"), DEFAULTS);
        byte[] depth = hex("00000018ffff");
        return box("avc1", ints(0, 1), new byte[16], size, new byte[28], depth, box("avcC", sets));
    }

    /** The other frames; each holds its number and skips all of its 100 macroblocks. */
    private static byte[] unchanged() {
        return join(
                IntStream.range(1, FRAMES)
                        .mapToObj(n -> ints(0x419a0206 | n >> 3 << 16 | (n & 7) << 13))
                        .map(slice -> sized(join(slice, hex("58"))))
                        .toArray(byte[][]::new));
    }

    private static byte[] sized(byte[] bytes) {
        return join(ints(bytes.length), bytes);
    }

    private static byte[] box(String type, byte[]... parts) {
        byte[] content = join(parts);
        return join(ints(8 + content.length), text(type), content);
    }

    private static byte[] join(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] ints(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
        buffer.asIntBuffer().put(values);
        return buffer.array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
