package dev.onward.explain;

import dev.onward.explain.graph.TreeEnsemble;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Pattern counts as bytes. For each ensemble: the number of rows, then for each leaf the number of patterns, each as
 * the difference to the one before it, with its count, but for the last count, which follows from the number of rows.
 * All numbers are in base 128, the lowest digits first (LEB128), compressed with Deflate (RFC 1950).
 */
final class PatternCodec {

    /** More than Deflate adds to what it cannot compress. */
    private static final int HEADER_BYTES = 64;

    private static final int DIGIT_BITS = 7;
    private static final int DIGIT = 1 << DIGIT_BITS;

    private PatternCodec() {}

    static byte[] write(List<PatternCounts> ensembles) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater, 1 << 16)) {
            for (PatternCounts counts : ensembles) {
                plain(counts).writeTo(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /** The size before compression, or slightly more. */
    static long plainSize(List<PatternCounts> ensembles) {
        return ensembles.stream()
                .mapToLong(counts -> plain(counts).size() * 1001L / 1000 + HEADER_BYTES)
                .sum();
    }

    private static ByteArrayOutputStream plain(PatternCounts counts) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        write(counts.rows(), plain);
        for (int leaf = 0; leaf < counts.leaves(); leaf++) {
            int end = counts.start(leaf + 1);
            int format = counts.format(leaf);
            int step = PatternCounts.step(format);
            write(counts.size(leaf), plain);
            long previous = 0;
            for (int i = counts.start(leaf); i < end; i += step) {
                long pattern = counts.pattern(i, format);
                write(pattern - previous, plain);
                previous = pattern;
                if (i + step < end) {
                    write(counts.count(i, format), plain);
                }
            }
        }
        return plain;
    }

    /** @param bits of a number, not negative */
    private static void write(long bits, ByteArrayOutputStream out) {
        long rest = bits;
        while (rest >= DIGIT) {
            out.write((int) (rest & (DIGIT - 1)) | DIGIT);
            rest >>>= DIGIT_BITS;
        }
        out.write((int) rest);
    }

    /**
     * Reads pattern counts of ensembles.
     *
     * @param maxBytes the maximum memory of all counts, since a file of few bytes must not fill the heap
     * @throws NoBackgroundException if the bytes do not fit the ensembles, or the counts need more memory
     */
    static List<PatternCounts> read(byte[] bytes, List<TreeEnsemble> ensembles, long maxBytes) {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            List<PatternCounts> all = new ArrayList<>();
            long used = 0;
            for (TreeEnsemble ensemble : ensembles) {
                PatternCounts counts = read(in, ensemble, maxBytes - used);
                all.add(counts);
                used += counts.bytes();
            }
            if (in.read() >= 0) {
                throw invalid();
            }
            return all;
        } catch (IOException | IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static PatternCounts read(InputStream in, TreeEnsemble ensemble, long maxBytes) throws IOException {
        long rows = number(in, Integer.MAX_VALUE);
        PatternCounts.Builder builder = new PatternCounts.Builder(ensemble, rows);
        for (int leaf = 0; leaf < ensemble.leaves(); leaf++) {
            long players = (1L << ensemble.playerCount(leaf)) - 1;
            long size = number(in, rows);
            long previous = 0;
            long left = rows;
            for (long i = 0; i < size; i++) {
                long step = number(in, players - previous);
                if (step == 0 && i > 0) {
                    throw invalid();
                }
                previous += step;
                long count = i < size - 1 ? number(in, left) : left;
                if (count == 0) {
                    throw invalid();
                }
                builder.add(previous, (int) count);
                left -= count;
                if (builder.bytes() > maxBytes) {
                    throw NoBackgroundException.tooLarge();
                }
            }
            builder.endLeaf();
        }
        return builder.build();
    }

    private static long number(InputStream in, long maximum) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += DIGIT_BITS) {
            int digits = in.read();
            if (digits < 0) {
                throw invalid();
            }
            value |= (long) (digits & (DIGIT - 1)) << shift;
            if (digits < DIGIT) {
                if (value < 0 || value > maximum) {
                    throw invalid();
                }
                return value;
            }
        }
        throw invalid();
    }

    private static NoBackgroundException invalid() {
        return new NoBackgroundException("the pattern counts in the file do not fit its trees");
    }
}
