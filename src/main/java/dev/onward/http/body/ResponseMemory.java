package dev.onward.http.body;

import java.util.concurrent.Semaphore;

/**
 * The heap for responses of medium size, which would otherwise take a file each. It is held until a response has been
 * sent, so it is small, and nobody waits for it: when it is used up, further such responses take files. Thread-safe.
 */
public final class ResponseMemory {

    /** In bytes: the predictions for a thousand rows. */
    static final int MAX_RESPONSE = 256 * 1024;

    private final Semaphore places;

    /** @param bytes for all responses together */
    public ResponseMemory(long bytes) {
        this.places = new Semaphore((int) Math.min(Integer.MAX_VALUE, bytes / MAX_RESPONSE));
    }

    /** A sixty-fourth of the largest heap that this JVM may have. */
    public static ResponseMemory ofHeap() {
        return new ResponseMemory(Runtime.getRuntime().maxMemory() / 64);
    }

    /** Takes the memory for one response, if there is some. */
    boolean take() {
        return places.tryAcquire();
    }

    /** Gives back the memory for one response. */
    void giveBack() {
        places.release();
    }
}
