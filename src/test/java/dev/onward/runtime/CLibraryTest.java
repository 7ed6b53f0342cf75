package dev.onward.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CLibraryTest {

    @TempDir
    private Path folder = Path.of("");

    /** As a process on musl 1.2.3 has it. */
    @Test
    void knowsMuslByItsLoader() throws IOException {
        Path maps = Files.writeString(folder.resolve("maps"), """
                00400000-00401000 r--p 00000000 00:27 4                                  /lib/m
                136bb000-136bc000 ---p 00000000 00:00 0                                  [heap]
                7f4e1b7e0000-7f4e1b7f5000 r--p 00000000 00:27 5                          /lib/ld-musl-x86_64.so.1
                """);

        assertThat(CLibrary.find(maps)).contains("musl");
    }

    @Test
    void readsTheVersionInGlibc() throws IOException {
        Path glibc = Files.writeString(
                folder.resolve("libc-2.28.so"),
                "\0GNU C Library (Debian GLIBC 2.28-10) stable release version 2.28.\nCopyright (C) 2018");
        Path maps = Files.writeString(
                folder.resolve("maps"), "7f1b3c8a2000-7f1b3c8b6000 r--p 00000000 00:2e 8     " + glibc + "\n");

        assertThat(CLibrary.find(maps)).contains("glibc 2.28");
    }

    @Test
    void saysNothingWhereTheSystemDoesNot() {
        assertThat(CLibrary.find(folder.resolve("missing"))).isEmpty();
    }
}
