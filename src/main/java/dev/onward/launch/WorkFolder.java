package dev.onward.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.stream.Stream;

/** The temporary folder of this process, which it holds locked for as long as it lives, and deletes at exit. */
final class WorkFolder {

    /** The beginning of the names of such folders. */
    private static final String PREFIX = "onward-";

    /** The file in such a folder that its process holds locked. */
    private static final String LOCK = "lock";

    private static final int DELETIONS = 10;
    private static final int DELETION_PAUSE_MILLIS = 20;

    private WorkFolder() {}

    /** Creates the folder, and deletes those that killed processes have left behind. */
    static Path create(Shutdown shutdown) throws IOException {
        Path folder = shutdown.createFiles(() -> createLocked(shutdown));
        sweep(folder);
        return folder;
    }

    private static Path createLocked(Shutdown shutdown) throws IOException {
        while (true) {
            Path folder = Files.createTempDirectory(PREFIX);
            // After the folder inside that the server creates and deletes at exit in the same way.
            folder.toFile().deleteOnExit();
            FileChannel lock =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            // Another process may have taken the folder for an abandoned one before it was locked.
            if (lock.tryLock() != null && Files.exists(folder.resolve(LOCK))) {
                shutdown.atExit().push(() -> {
                    if (shutdown.isSettled().get()) {
                        Shutdown.endLog();
                        delete(folder, lock);
                    } else {
                        deleteRepeatedly(folder, lock);
                    }
                });
                return folder;
            }
            lock.close();
        }
    }

    /**
     * Deletes abandoned folders: those of the same user, which nobody else can write to, and which no process holds
     * locked.
     */
    private static void sweep(Path own) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(own.getParent(), PREFIX + "*")) {
            UserPrincipal user = Files.getOwner(own);
            for (Path folder : folders) {
                if (!folder.equals(own) && isOwn(folder, user)) {
                    deleteIfAbandoned(folder);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Such folders take space and do no other harm.
        }
    }

    private static boolean isOwn(Path folder, UserPrincipal user) throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.isRegularFile(folder.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)
                && (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                        || Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS)
                                .equals(PosixFilePermissions.fromString("rwx------")));
    }

    private static void deleteIfAbandoned(Path folder) {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                delete(folder, channel);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // In use, or being deleted by another process.
        }
    }

    /** Deletes a folder while threads that nobody can stop may still write to it, or create it again. */
    private static void deleteRepeatedly(Path folder, FileChannel lock) throws InterruptedException {
        for (int i = 0; i < DELETIONS; i++) {
            try {
                if (Files.exists(folder)) {
                    delete(folder, lock);
                }
            } catch (IOException | UncheckedIOException e) {
                // Something was written or deleted meanwhile.
            }
            Thread.sleep(DELETION_PAUSE_MILLIS);
        }
    }

    /** Deletes a folder, its lock last, so that what is left after a failure is deleted at the next start. */
    private static void delete(Path folder, FileChannel lock) throws IOException {
        Path lockFile = folder.resolve(LOCK);
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> !file.equals(lockFile))
                    .sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
        // Windows deletes no open file.
        lock.close();
        Files.deleteIfExists(lockFile);
        Files.deleteIfExists(folder);
    }
}
