package dev.onward.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResponseBufferTest {

    private static final int MEDIUM = 100 * 1024;

    @TempDir
    private Path folder = Path.of("");

    /** For one response. */
    private final ResponseMemory memory = new ResponseMemory(ResponseMemory.MAX_RESPONSE);

    @Test
    void keepsAMediumResponseInMemoryUntilItIsClosed() throws IOException {
        try (ResponseBuffer buffer = written(MEDIUM)) {
            assertThat(buffer.content()).hasBinaryContent(content(MEDIUM));
            assertThat(memory.take()).isFalse();
        }

        assertThat(memory.take()).isTrue();
    }

    @Test
    void takesNoMemoryForASmallResponse() throws IOException {
        try (ResponseBuffer buffer = written(1_000)) {
            assertThat(buffer.length()).isEqualTo(1_000);
            assertThat(memory.take()).isTrue();
        }
    }

    @Test
    void writesAResponseToAFileIfTheMemoryIsUsedUp() throws IOException {
        try (ResponseBuffer first = written(MEDIUM);
                ResponseBuffer second = written(MEDIUM)) {
            assertThat(first.length()).isEqualTo(MEDIUM);
            assertThat(second.content()).hasBinaryContent(content(MEDIUM));
        }

        assertThat(memory.take()).isTrue();
        assertThat(memory.take()).isFalse();
    }

    @Test
    void givesTheMemoryBackWhenAResponseGrowsIntoAFile() throws IOException {
        try (ResponseBuffer buffer = written(ResponseMemory.MAX_RESPONSE + MEDIUM)) {
            assertThat(buffer.content()).hasBinaryContent(content(ResponseMemory.MAX_RESPONSE + MEDIUM));
            assertThat(memory.take()).isTrue();
        }

        assertThat(memory.take()).isFalse();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private ResponseBuffer written(int length) throws IOException {
        MemoryBudget budget = new MemoryBudget(1 << 20, 1 << 20);
        ResponseBuffer buffer = new ResponseBuffer(new RequestResources(budget, memory, folder, 1 << 20), true);
        for (int at = 0; at < length; at += 1_000) {
            buffer.out().write(content(length), at, Math.min(1_000, length - at));
        }
        buffer.out().flush();
        return buffer;
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(1).nextBytes(content);
        return content;
    }
}
