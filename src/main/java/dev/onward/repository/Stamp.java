package dev.onward.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * A file at one moment. Two that are equal hold the same bytes, as far as a file system tells: one that was written to
 * differs, one that was replaced, and a link that now leads elsewhere.
 *
 * @param key the file system's own name for it, and when it last changed anything about it, as far as it tells: sizes,
 *     times and even numbers of files can be the same again
 */
record Stamp(Path real, long size, long modified, String key) {

    static Stamp of(Path file) throws IOException {
        Path real = file.toRealPath();
        BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
        return new Stamp(
                real,
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                attributes.fileKey() + " " + changed(real));
    }

    private static String changed(Path real) throws IOException {
        return real.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? String.valueOf(Files.getAttribute(real, "unix:ctime"))
                : "";
    }
}
