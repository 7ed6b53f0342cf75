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
 * @param key the file system's own name for it, which a file of the same name and size does not share
 */
record Stamp(Path real, long size, long modified, String key) {

    static Stamp of(Path file) throws IOException {
        Path real = file.toRealPath();
        BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
        return new Stamp(
                real,
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                String.valueOf(attributes.fileKey()));
    }
}
