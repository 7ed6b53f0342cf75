package dev.onward.http.body;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server cannot store a request or a response, because its own disk is full. The status is 507. */
public final class StorageException extends RuntimeException {

    public static final int STATUS = 507;

    /** The words of Linux and macOS, of their quotas, and of Windows. */
    private static final Pattern FULL =
            Pattern.compile("No space left on device|[Qq]uota exceeded|not enough space on the disk");

    private StorageException(Exception cause, String found) {
        super("the spool folder is full: " + found, cause);
    }

    /** Throws an instance if the failure, or one of its causes, is that a disk is full. */
    static void throwIfFullDisk(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher found = FULL.matcher(String.valueOf(cause.getMessage()));
            if (found.find()) {
                throw new StorageException(failure, found.group());
            }
        }
    }
}
