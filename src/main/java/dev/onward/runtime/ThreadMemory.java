package dev.onward.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The memory that one thread has touched for the first time, by the page faults that Linux counts for each thread
 * (proc(5), {@code /proc/pid/task/tid/stat}). An upper bound of the memory that the thread uses: freed memory counts,
 * and each page counts with the largest size that it can have.
 */
final class ThreadMemory {

    private static final Path THREAD = Path.of("/proc/thread-self");
    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    /** The positions of the minor and major faults, fields 10 and 12, behind the name of the thread, field 2. */
    private static final int MINOR_FAULTS = 7;

    private static final int MAJOR_FAULTS = 9;

    private static final long PAGE_BYTES = pageBytes();

    private final Path statistics;

    private ThreadMemory(Path statistics) {
        this.statistics = statistics;
    }

    /** The memory of the calling thread; empty if the system does not count it. */
    static Optional<ThreadMemory> ofCurrentThread() {
        try {
            Path thread = Path.of("/proc").resolve(Files.readSymbolicLink(THREAD));
            ThreadMemory memory = new ThreadMemory(thread.resolve("stat"));
            return memory.touchedBytes().isPresent() ? Optional.of(memory) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The bytes that the thread has touched since it started; empty if it has ended. For any thread. */
    OptionalLong touchedBytes() {
        try {
            String text = Files.readString(statistics, StandardCharsets.ISO_8859_1);
            // The name may contain blanks and parentheses.
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            long faults = Long.parseLong(fields[MINOR_FAULTS]) + Long.parseLong(fields[MAJOR_FAULTS]);
            return OptionalLong.of(faults * PAGE_BYTES);
        } catch (IOException | RuntimeException e) {
            return OptionalLong.empty();
        }
    }

    private static long pageBytes() {
        try {
            if (Files.readString(HUGE_PAGES).contains("[always]")) {
                return 2L << 20;
            }
        } catch (IOException | RuntimeException e) {
            // A system without huge pages.
        }
        // Some kernels for ARM64 have pages of 64 KiB.
        return "aarch64".equals(System.getProperty("os.arch")) ? 64 << 10 : 4 << 10;
    }
}
