package fliki.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class ClipTest {
    @Test
    void boxesFillTheFile() {
        ByteBuffer clip = ByteBuffer.wrap(Clip.of(Picture.of("a")));

        List<String> boxes = new ArrayList<>();
        while (clip.hasRemaining()) {
            int size = clip.getInt();
            boxes.add(text(clip));
            clip.position(clip.position() + size - 8);
        }

        assertEquals(List.of("ftyp", "moov", "mdat"), boxes);
    }

    @Test
    void equalIdsGiveEqualFiles() {
        byte[] first = Clip.of(Picture.of("a"));
        byte[] second = Clip.of(Picture.of("a"));

        assertArrayEquals(first, second);
    }

    @Test
    void differentIdsGiveDifferentFiles() {
        byte[] a = Clip.of(Picture.of("a"));
        byte[] b = Clip.of(Picture.of("b"));

        assertFalse(Arrays.equals(a, b));
    }

    private static String text(ByteBuffer buffer) {
        byte[] type = new byte[4];
        buffer.get(type);
        return new String(type, StandardCharsets.US_ASCII);
    }
}
