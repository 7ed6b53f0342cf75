package dev.onward.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewindReaderTest {

    /** What the reader asks its source for at once. */
    private static final int CHUNK = 16 * 1024;

    @Test
    void handsOutWhatItReads() throws IOException {
        RewindReader reader = new RewindReader(new StringReader("a\nb\n"));

        assertThat(rest(reader)).isEqualTo("a\nb\n");
        assertThat(reader.read()).isEqualTo(-1);
    }

    @Test
    void showsTheFirstLineAndStillHandsItOut() throws IOException {
        RewindReader reader = new RewindReader(new StringReader("first\r\nsecond"));

        assertThat(reader.firstLine(100)).isEqualTo("first");
        assertThat(rest(reader)).isEqualTo("first\r\nsecond");
    }

    @Test
    void showsTheOnlyLineWithoutAnEnd() throws IOException {
        assertThat(new RewindReader(new StringReader("only")).firstLine(100)).isEqualTo("only");
        assertThat(new RewindReader(new StringReader("")).firstLine(100)).isEmpty();
    }

    @Test
    void readsNoMoreOfAnEndlessFirstLineThanItHasTo() throws IOException {
        Reader endless = new Reader() {
            @Override
            public int read(char[] buffer, int offset, int length) {
                Arrays.fill(buffer, offset, offset + length, 'x');
                return length;
            }

            @Override
            public void close() {}
        };

        String line = new RewindReader(endless).firstLine(100_000);

        assertThat(line).hasSizeBetween(100_000, 100_000 + CHUNK);
    }

    @Test
    void keepsNothingOfALongLineThatItPassesOver() throws IOException {
        Reader longLine = new Reader() {
            private int left = 10_000_000;

            @Override
            public int read(char[] buffer, int offset, int length) {
                int count = Math.max(0, Math.min(length, left));
                Arrays.fill(buffer, offset, offset + count, 'x');
                left -= count;
                if (count == 0 && left == 0) {
                    left = -1;
                    "\nnext".getChars(0, 5, buffer, offset);
                    return 5;
                }
                return left < 0 ? -1 : count;
            }

            @Override
            public void close() {}
        };
        RewindReader reader = new RewindReader(longLine);
        assertThat(reader.read()).isEqualTo('x');

        reader.rewindToLine(2);

        assertThat(reader.buffered()).isEqualTo(4);
        assertThat(rest(reader)).isEqualTo("next");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void goesBackToTheBeginningOfALine(String end) throws IOException {
        RewindReader reader = new RewindReader(new StringReader(String.join(end, "one", "two", "three", "four")));
        rest(reader);

        reader.rewindToLine(3);
        String again = rest(reader);
        reader.rewindToLine(2);
        String last = rest(reader);

        assertThat(again).isEqualTo("three" + end + "four");
        assertThat(last).isEqualTo("four");
    }

    @Test
    void goesForwardToALineThatWasNotYetRead() throws IOException {
        RewindReader reader = new RewindReader(new StringReader("one\n" + "x".repeat(3 * CHUNK) + "\nthree"));

        reader.rewindToLine(3);

        assertThat(rest(reader)).isEqualTo("three");
    }

    @Test
    void goesToTheEndIfThereIsNoSuchLine() throws IOException {
        RewindReader reader = new RewindReader(new StringReader("one\ntwo"));
        rest(reader);

        reader.rewindToLine(3);

        assertThat(rest(reader)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {CHUNK - 2, CHUNK - 1, CHUNK, CHUNK + 1})
    void takesCarriageReturnAndLineFeedAsOneEndWhereverAChunkEnds(int length) throws IOException {
        RewindReader reader = new RewindReader(new StringReader("x".repeat(length) + "\r\ntwo\r\nthree"));

        reader.rewindToLine(2);

        assertThat(rest(reader)).isEqualTo("two\r\nthree");
    }

    @Test
    void takesACarriageReturnAtTheVeryEndAsAnEnd() throws IOException {
        RewindReader reader = new RewindReader(new StringReader("x".repeat(CHUNK - 1) + "\r"));

        reader.rewindToLine(2);

        assertThat(rest(reader)).isEmpty();
    }

    @Test
    void countsLinesOnAfterForgettingSome() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int line = 1; line <= 60_000; line++) {
            text.append("line ").append(line).append('\n');
        }
        RewindReader reader = new RewindReader(new StringReader(text.toString()));
        char[] most = new char[600_000];
        int read = 0;
        while (read < most.length) {
            read += reader.read(most, read, most.length - read);
        }

        reader.discardBefore(50_000);
        reader.rewindToLine(50_001);

        assertThat(rest(reader)).startsWith("line 50001\nline 50002\n").endsWith("line 60000\n");
    }

    private static String rest(Reader reader) throws IOException {
        StringBuilder rest = new StringBuilder();
        char[] buffer = new char[1000];
        for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
            rest.append(buffer, 0, count);
        }
        return rest.toString();
    }
}
