package dev.onward.http;

/** Is notified of every request after the response has been sent. */
@FunctionalInterface
public interface RequestObserver {

    /**
     * @param status of the response
     * @param nanos the time from the arrival of the request to the end of the response, in nanoseconds
     */
    void completed(RequestContext request, int status, long nanos);

    /** Called for a request that the server rejected before it reached the application. */
    default void rejected(Rejection rejection) {}
}
