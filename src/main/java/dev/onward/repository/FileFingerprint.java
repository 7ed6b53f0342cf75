package dev.onward.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * The metadata of a file at one moment. Equal fingerprints mean equal contents, as far as the file system can tell:
 * writing to the file, replacing it, or pointing a symbolic link elsewhere changes the fingerprint.
 *
 * @param realPath with symbolic links resolved
 * @param size in bytes
 * @param modifiedNanos time of the last modification, in nanoseconds since 1970
 * @param key the file system's identifier for the file and the time of its last status change, where available: size,
 *     modification time and even inode number can be the same for another file
 */
record FileFingerprint(Path realPath, long size, long modifiedNanos, String key) {

    /** @throws IOException if the file does not exist or cannot be read */
    static FileFingerprint of(Path file) throws IOException {
        Path realPath = file.toRealPath();
        BasicFileAttributes attributes = Files.readAttributes(realPath, BasicFileAttributes.class);
        return new FileFingerprint(
                realPath,
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                attributes.fileKey() + " " + statusChange(realPath));
    }

    private static String statusChange(Path realPath) throws IOException {
        return realPath.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? String.valueOf(Files.getAttribute(realPath, "unix:ctime"))
                : "unavailable";
    }
}
