package dev.onward.http;

/** Sees every request once it has been answered. */
@FunctionalInterface
public interface RequestObserver {

    /**
     * @param status that was answered
     * @param nanos the time from the arrival of the request to the end of its answer, in nanoseconds
     */
    void completed(RequestContext request, int status, long nanos);

    /** Called for a request that the server rejected before it reached the application. */
    default void rejected(Rejection rejection) {}
}
