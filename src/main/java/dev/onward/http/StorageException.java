package dev.onward.http;

import java.io.IOException;
import java.util.regex.Pattern;

/** The server cannot store a request or a response, usually because its own disk is full. The status is 507. */
public final class StorageException extends RuntimeException {

    static final int STATUS = 507;

    /** The words of Linux and macOS, of their quotas, and of Windows. */
    private static final Pattern FULL =
            Pattern.compile("No space left on device|[Qq]uota exceeded|not enough space on the disk");

    public StorageException(IOException cause) {
        super("the spool folder cannot be written: " + cause.getMessage(), cause);
    }

    /** Returns whether the failure, or one of its causes, is that a disk is full. */
    static boolean isFullDisk(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (FULL.matcher(String.valueOf(cause.getMessage())).find()) {
                return true;
            }
        }
        return false;
    }
}
