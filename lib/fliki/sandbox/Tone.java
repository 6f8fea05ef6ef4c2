package fliki.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Half a second of one tone as a WAV file; its height is up to the id. */
final class Tone {

    private static final int RATE = 8000;
    private static final int SAMPLES = RATE / 2;
    private static final int HEADER = 44;

    private Tone() {}

    /** 8 bits, one channel. */
    static byte[] wav(String id) {
        var file = ByteBuffer.allocate(HEADER + SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(US_ASCII)).putInt(HEADER - 8 + SAMPLES);
        file.put("WAVEfmt ".getBytes(US_ASCII)).putInt(16);
        file.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(RATE);
        file.putShort((short) 1).putShort((short) 8);
        file.put("data".getBytes(US_ASCII)).putInt(SAMPLES);
        var hertz = 220 + Math.floorMod(id.hashCode(), 440);
        for (int i = 0; i < SAMPLES; i++) {
            file.put((byte) (128 + 100 * Math.sin(2 * Math.PI * hertz * i / RATE)));
        }
        return file.array();
    }
}
